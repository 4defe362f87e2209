package io.bellhop.runtime;

import io.bellhop.tracing.OpenTelemetryTracing;
import io.bellhop.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import org.apache.camel.CamelContext;

/** Whether a hub traces, which it does if its context's registry has an OpenTelemetry. */
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

  /** Most hosts do not have the OpenTelemetry jar; then no code here may load its classes. */
  private static boolean isThere() {
    try {
      Class.forName(CLASS, false, HostTelemetry.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
