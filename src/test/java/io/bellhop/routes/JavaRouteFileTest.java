package io.bellhop.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files in Java: a provider's folder names them by having them. */
class JavaRouteFileTest {
  private static final String STAYS =
      """
      package acme;

      import org.apache.camel.builder.RouteBuilder;

      public class Stays extends RouteBuilder {
        @Override
        public void configure() {
          from("direct:acme-stay").routeId("acme-stay").to("direct:bellhop-ignore");
        }
      }
      """;

  @TempDir private Path root;

  @Test
  void a_file_in_a_folder_is_compiled_and_its_routes_are_the_folders() throws Exception {
    Path acme = write("Stays.java", STAYS);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      RouteLoader loader = new RouteLoader(context, RouteFolders.of("", root.toString()).texts());

      assertThat(loader.add(acme)).containsExactly("acme-stay");

      write("Stays.java", STAYS.replace("\"acme-stay\"", "\"acme-night\""));
      RouteSources changed = RouteFolders.of("", root.toString()).texts();
      loader.replace(acme, changed.in(acme), List.of("acme-night"));
      assertThat(context.getRouteDefinitions())
          .extracting(route -> route.getRouteId())
          .containsExactly("acme-night");
    }
  }

  @Test
  void one_that_does_not_compile_is_named_with_its_line() throws Exception {
    Path acme = write("Stays.java", STAYS.replace("RouteBuilder {", "RouteBilder {"));
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      RouteLoader loader = new RouteLoader(context, RouteFolders.of("", root.toString()).texts());

      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> loader.add(acme))
          .withMessageContainingAll("Stays.java does not compile", ":5:", "RouteBilder");
    }
  }

  @Test
  void one_that_is_no_route_builder_says_what_to_write() throws Exception {
    Path acme = write("Stays.java", "package acme; public class Stays {}");
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      RouteLoader loader = new RouteLoader(context, RouteFolders.of("", root.toString()).texts());

      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> loader.add(acme))
          .withMessageContaining("extends RouteBuilder");
    }
  }

  @Test
  void a_folder_in_place_of_ours_does_not_bring_our_java_with_it() throws Exception {
    Files.createDirectories(root.resolve("calry"));
    Files.writeString(root.resolve("calry/calry.camel.yaml"), "[]");

    RouteSources sources = RouteFolders.of("", root.toString()).texts();

    assertThat(sources.folders().keySet())
        .filteredOn(folder -> RouteFolders.name(folder).equals("calry"))
        .singleElement()
        .satisfies(folder -> assertThat(sources.javaRoutes(folder)).isEmpty());
  }

  private Path write(String name, String text) throws Exception {
    Path acme = Files.createDirectories(root.resolve("acme"));
    Files.writeString(acme.resolve(name), text);
    return acme;
  }
}
