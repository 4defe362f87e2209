package io.bellhop.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KarafOptionsTest {
  private static final Path DATA = Path.of("/karaf/data");

  @TempDir Path etc;

  @Test
  void options_stand_as_they_are_written_and_what_the_framework_adds_is_left_out() {
    Map<String, Object> configuration =
        Map.of(
            "bellhop.http.port", 8090,
            "bellhop.sinks.events", "seda:events",
            "service.pid", "io.bellhop",
            "felix.fileinstall.filename", "file:/etc/io.bellhop.cfg",
            "component.name", "io.bellhop",
            "source.target", "(osgi.jndi.service.name=bellhop)");
    assertThat(KarafOptions.of(configuration, etc, DATA))
        .isEqualTo(
            Map.of(
                "bellhop.http.server", "own",
                "bellhop.data", "/karaf/data/bellhop",
                "bellhop.http.port", "8090",
                "bellhop.sinks.events", "seda:events"));
  }

  @Test
  void a_name_that_is_not_written_in_full_is_refused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> KarafOptions.of(Map.of("http.port", "1"), etc, DATA))
        .withMessageContaining("http.port")
        .withMessageContaining("etc/io.bellhop.cfg");
  }

  @Test
  void routes_in_etc_are_added_unless_others_are_named() throws IOException {
    Path routes = Files.createDirectories(etc.resolve("bellhop/routes"));
    assertThat(KarafOptions.of(Map.of(), etc, DATA))
        .containsEntry("bellhop.routes.extra", routes.toString());
    assertThat(KarafOptions.of(Map.of("bellhop.routes.extra", "/mine"), etc, DATA))
        .containsEntry("bellhop.routes.extra", "/mine");
  }
}
