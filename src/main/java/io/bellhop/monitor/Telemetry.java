package io.bellhop.monitor;

import io.bellhop.tracing.Tracing;

/** What shows the work of a hub: its counters and its spans. */
public record Telemetry(Metrics metrics, Tracing tracing) {
  /** Counts, and traces nothing. */
  public static Telemetry of(Metrics metrics) {
    return new Telemetry(metrics, Tracing.OFF);
  }
}
