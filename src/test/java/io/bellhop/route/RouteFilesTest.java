package io.bellhop.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house rules of route files, and what Camel itself lets pass in silence. */
class RouteFilesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final int LONGEST = 140;

  static Stream<Path> files() {
    try (Stream<Path> all = Files.walk(Path.of("routes"))) {
      return all.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_file_keeps_to_camels_schema(Path file) throws Exception {
    try (InputStream in = getClass().getResourceAsStream("/schema/camelYamlDsl.json")) {
      JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
      assertThat(schema.validate(YAML.readTree(file.toFile()))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_file_is_short_enough_to_be_read_in_one_go(Path file) throws Exception {
    assertThat(Files.readAllLines(file).size()).isLessThanOrEqualTo(LONGEST);
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_route_says_what_it_is_for_and_is_named_after_its_folder(Path file) throws Exception {
    String folder = file.getParent().getFileName().toString();
    String prefix = folder.equals("_shared") ? "bellhop" : folder;
    for (JsonNode route : routes(file)) {
      assertThat(route.path("id").asText()).startsWith(prefix + "-");
      assertThat(route.path("description").asText()).endsWith(".");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_route_of_a_provider_names_an_error_configuration_that_there_is(Path file)
      throws Exception {
    Set<String> known = new HashSet<>();
    for (JsonNode item : YAML.readTree(Path.of("routes/_shared/errors.camel.yaml").toFile())) {
      known.add(item.path("routeConfiguration").path("id").asText());
    }
    for (JsonNode route : routes(file)) {
      if (!file.startsWith(Path.of("routes", "_shared"))) {
        assertThat(route.path("routeConfigurationId").asText()).isIn(known);
      }
    }
  }

  @Test
  void no_path_begins_as_camel_reads_a_proxy() {
    assertThat(files()).noneMatch(file -> read(file).contains("platform-http:proxy"));
    assertThat(files()).noneMatch(file -> read(file).contains("path: \"proxy"));
  }

  /** JSONPath's easy form is false in silence on a top-level field (Camel 4.18, jsonpath). */
  @Test
  void each_jsonpath_predicate_is_a_filter_of_the_whole_document() throws Exception {
    for (Path file : files().toList()) {
      for (JsonNode jsonpath : YAML.readTree(file.toFile()).findValues("jsonpath")) {
        assertThat(jsonpath.path("expression").asText()).startsWith("$[?(@.");
      }
    }
  }

  private static List<JsonNode> routes(Path file) throws IOException {
    List<JsonNode> routes = new ArrayList<>();
    for (JsonNode item : YAML.readTree(file.toFile())) {
      if (item.has("route")) {
        routes.add(item.get("route"));
      }
    }
    return routes;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
