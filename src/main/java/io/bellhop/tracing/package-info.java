/**
 * One trace from a webhook to its subscribers: where a piece of work stands in a trace, spans of
 * that work, and the ids that log lines carry. Nothing of a payload gets into a span.
 *
 * <p>Only {@link io.bellhop.tracing.OpenTelemetryTracing} knows OpenTelemetry, which need not be
 * there.
 *
 * <p>May import: nothing;
 */
package io.bellhop.tracing;
