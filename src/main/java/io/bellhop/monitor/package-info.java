/**
 * What an operator sees: metrics, gauges and health checks. {@link io.bellhop.monitor.Metrics} is
 * the entry point for counters. Labels are bounded, and nothing here holds personal data.
 *
 * <p>May import: account, delivery.http, event, inbox, monitor.inactivity, provider.pause, store,
 * tracing;
 */
package io.bellhop.monitor;
