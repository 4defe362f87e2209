package io.bellhop.runtime;

import io.bellhop.tracing.OpenTelemetryTracing;
import io.bellhop.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import org.apache.camel.CamelContext;

/** Finds out whether a hub traces: if its context's registry has an OpenTelemetry. */
final class HostTelemetry {
  private static final String CLASS = "io.opentelemetry.api.OpenTelemetry";

  private HostTelemetry() {}

  static Tracing tracing(CamelContext context) {
    // Most hosts do not have the class, and then nothing here may ask for it.
    if (context.getClassResolver().resolveClass(CLASS) == null) {
      return Tracing.OFF;
    }
    OpenTelemetry telemetry = context.getRegistry().findSingleByType(OpenTelemetry.class);
    return telemetry == null ? Tracing.OFF : new OpenTelemetryTracing(telemetry);
  }
}
