/**
 * JSLT as a Camel language, with the functions that records need: exact money, dates, times in UTC.
 * A mapping is compiled once, when its route is built. What it cannot read is absent in the record,
 * never made up.
 */
package io.bellhop.routes.jslt;
