/**
 * What an operator sees: every metric by name, and the health of the store. {@link
 * io.bellhop.monitor.Metrics} is the door. Labels are bounded, and nothing here holds personal
 * data.
 */
package io.bellhop.monitor;
