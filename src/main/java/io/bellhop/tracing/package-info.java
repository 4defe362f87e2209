/**
 * One trace from a webhook to its subscribers: the position of work in a trace, its spans, and the
 * ids in log lines. No data of a payload gets into a span.
 *
 * <p>Only {@link io.bellhop.tracing.OpenTelemetryTracing} uses OpenTelemetry, which may be absent.
 *
 * <p>May import: nothing;
 */
package io.bellhop.tracing;
