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
    if (!isThere()) {
      return Tracing.OFF;
    }
    OpenTelemetry telemetry = context.getRegistry().findSingleByType(OpenTelemetry.class);
    return telemetry == null ? Tracing.OFF : new OpenTelemetryTracing(telemetry);
  }

  /** Most hosts do not have its jar, and then nothing here may use it. */
  private static boolean isThere() {
    try {
      Class.forName(CLASS, false, HostTelemetry.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
