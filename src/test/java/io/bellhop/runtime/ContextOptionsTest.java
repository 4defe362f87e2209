package io.bellhop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ContextOptionsTest {
  /** As Spring's: Camel asks it for values, and gets no names. */
  public record Environment(Source first, Source second) {
    public List<Source> getPropertySources() {
      return List.of(first, second);
    }
  }

  /** One that can be listed. */
  public record Source(String... names) {
    public String[] getPropertyNames() {
      return names;
    }
  }

  private final DefaultCamelContext context = new DefaultCamelContext();

  @Test
  void what_only_springs_environment_can_list_is_found() {
    context
        .getRegistry()
        .bind(
            "environment",
            new Environment(
                new Source("server.port", "bellhop.sinks.folder"), new Source("BELLHOP_DATA")));
    context.getPropertiesComponent().addInitialProperty("bellhop.sinks.folder", "file:out");

    assertThat(ContextOptions.of(context, Map.of(), null).family("bellhop.sinks."))
        .isEqualTo(Map.of("folder", "file:out"));
  }

  @Test
  void what_is_misspelt_there_is_refused() {
    context
        .getRegistry()
        .bind("environment", new Environment(new Source(), new Source("bellhop.provider")));
    context.getPropertiesComponent().addInitialProperty("bellhop.provider", "guesty");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ContextOptions.of(context, Map.of(), null))
        .withMessageContaining("unknown option bellhop.provider")
        .withMessageContaining("did you mean bellhop.providers?");
  }
}
