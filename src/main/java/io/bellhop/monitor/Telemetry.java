package io.bellhop.monitor;

import io.bellhop.tracing.Tracing;

/** The counters and spans of a hub. */
public record Telemetry(Metrics metrics, Tracing tracing) {
  /** Counts without tracing. */
  public static Telemetry of(Metrics metrics) {
    return new Telemetry(metrics, Tracing.OFF);
  }
}
