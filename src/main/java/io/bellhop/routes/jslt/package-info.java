/**
 * JSLT as a Camel language, with the functions that records need: exact money, dates, times in UTC.
 * It compiles a mapping once, when Camel builds its route. What a mapping cannot read is absent in
 * the record, never made up.
 *
 * <p>The door is {@link io.bellhop.routes.jslt.JsltLanguage}.
 *
 * <p>May import: event, failure, pipeline, time;
 */
package io.bellhop.routes.jslt;
