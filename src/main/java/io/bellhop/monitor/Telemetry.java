package io.bellhop.monitor;

import io.bellhop.tracing.Tracing;

/** How the work of a hub is made visible: its counters and its spans. */
public record Telemetry(Metrics metrics, Tracing tracing) {
  /** Counts without tracing. */
  public static Telemetry of(Metrics metrics) {
    return new Telemetry(metrics, Tracing.OFF);
  }
}
