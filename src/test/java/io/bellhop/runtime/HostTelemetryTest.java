package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.tracing.OpenTelemetryTracing;
import io.bellhop.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class HostTelemetryTest {
  private final CamelContext context = new DefaultCamelContext();

  @Test
  void a_host_that_has_an_opentelemetry_as_a_bean_has_a_hub_that_traces() {
    assertThat(HostTelemetry.tracing(context)).isSameAs(Tracing.OFF);

    context.getRegistry().bind("any name", OpenTelemetry.noop());

    assertThat(HostTelemetry.tracing(context)).isInstanceOf(OpenTelemetryTracing.class);
  }

  @Test
  void a_process_of_our_own_binds_one_where_its_options_say_so() throws Exception {
    TraceExport.of(options("bellhop.tracing", "none")).open(context, options()).close();
    assertThat(context.getRegistry().findByType(OpenTelemetry.class)).isEmpty();

    TraceExport.of(options("bellhop.tracing", "otlp")).open(context, options()).close();
    assertThat(context.getRegistry().findByType(OpenTelemetry.class)).hasSize(1);
  }

  @Test
  void what_cannot_be_is_refused_by_name() {
    assertThatThrownBy(() -> TraceExport.of(options("bellhop.tracing", "jaeger")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("bellhop.tracing must be none, otlp or agent, was: jaeger");
    Options wrong = options("bellhop.tracing.endpoint", "collector:4318");
    assertThatThrownBy(() -> TraceExport.OTLP.open(context, wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bellhop.tracing.endpoint must be");
  }

  private static Options options(String... given) {
    Properties properties = new Properties();
    for (int i = 0; i < given.length; i += 2) {
      properties.setProperty(given[i], given[i + 1]);
    }
    return Options.load(properties, Map.of(), known -> Map.of());
  }
}
