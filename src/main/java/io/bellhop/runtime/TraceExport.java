package io.bellhop.runtime;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** The destination of the standalone server's spans: {@code bellhop.tracing}. */
enum TraceExport {
  NONE {
    @Override
    AutoCloseable open(CamelContext context, Options options) {
      return () -> {};
    }
  },

  /** To a collector, by the SDK in Bellhop's jar. */
  OTLP {
    @Override
    AutoCloseable open(CamelContext context, Options options) {
      OpenTelemetrySdk sdk = sdk(options);
      context.getRegistry().bind(BEAN, OpenTelemetry.class, sdk);
      // A stop has 30 s in all, and an unavailable collector would take ten of them.
      return () -> sdk.getSdkTracerProvider().shutdown().join(2, TimeUnit.SECONDS);
    }
  },

  /** To the destination of the SDK that a Java agent has set up. */
  AGENT {
    @Override
    AutoCloseable open(CamelContext context, Options options) {
      context.getRegistry().bind(BEAN, OpenTelemetry.class, GlobalOpenTelemetry.get());
      return () -> {}; // the agent closes it
    }
  };

  private static final String OPTION = "bellhop.tracing";
  private static final String BEAN = "bellhopTelemetry";

  /**
   * @throws ConfigException for an unknown value
   */
  static TraceExport of(Options options) {
    String value = options.text(OPTION);
    for (TraceExport one : values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(value)) {
        return one;
      }
    }
    throw new ConfigException(OPTION + " must be none, otlp or agent, was: " + value);
  }

  /** Binds the OpenTelemetry of a context. Call it before the hub is created. */
  abstract AutoCloseable open(CamelContext context, Options options);

  private static OpenTelemetrySdk sdk(Options options) {
    double ratio = options.decimal("bellhop.tracing.ratio", 0, 1);
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setResource(
                    Resource.getDefault()
                        .merge(
                            Resource.create(
                                Attributes.builder().put("service.name", "bellhop").build())))
                // A sender that traces has already decided whether its webhooks are sampled.
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                // It drops spans rather than wait for a collector.
                .addSpanProcessor(BatchSpanProcessor.builder(exporter(options)).build())
                .build())
        .build();
  }

  private static OtlpHttpSpanExporter exporter(Options options) {
    String endpoint = options.text("bellhop.tracing.endpoint");
    try {
      return OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "bellhop.tracing.endpoint must be the http or https URL of a collector, was: "
              + endpoint);
    }
  }
}
