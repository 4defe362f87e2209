/**
 * Metrics, gauges and health checks for operators. {@link io.bellhop.monitor.Metrics} is the entry
 * point for counters. Labels are bounded, and no metric contains personal data.
 *
 * <p>May import: account, delivery.http, event, inbox, monitor.inactivity, provider.pause, store,
 * tracing;
 */
package io.bellhop.monitor;
