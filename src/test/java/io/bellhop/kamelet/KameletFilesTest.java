package io.bellhop.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each Kamelet has the form of those in Camel's own catalog: tools show and check them by it. */
class KameletFilesTest {
  private static final String PREFIX = "camel.apache.org/";

  /** What Camel itself gives to each template of a Kamelet. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(?!routeId|bellhop)(\\w+)}}");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/kamelets"))) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_line_but_that_of_the_icon_fits_on_a_screen(Path file) throws IOException {
    assertThat(Files.readAllLines(file))
        .filteredOn(line -> !line.contains("kamelet.icon"))
        .allMatch(line -> line.length() <= 120);
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_kamelet_says_of_itself_what_the_catalog_asks_for(Path file) throws IOException {
    JsonNode kamelet = new YAMLMapper().readTree(file.toFile());

    String name = kamelet.at("/metadata/name").asText();
    assertThat(file).hasFileName(name + ".kamelet.yaml");
    assertThat(kamelet.path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
    assertThat(kamelet.path("kind").asText()).isEqualTo("Kamelet");
    JsonNode annotations = kamelet.at("/metadata/annotations");
    for (String annotation :
        new String[] {
          "kamelet.support.level", "catalog.version", "provider", "kamelet.group", "kamelet.icon"
        }) {
      assertThat(annotations.path(PREFIX + annotation).asText()).as(annotation).isNotBlank();
    }
    assertThat(annotations.path(PREFIX + "kamelet.icon").asText())
        .startsWith("data:image/svg+xml;base64,");
    assertThat(name)
        .endsWith(
            "-" + kamelet.at("/metadata/labels").path(PREFIX + "kamelet.type").asText("none"));

    JsonNode definition = kamelet.at("/spec/definition");
    assertThat(definition.path("title").asText()).isNotBlank();
    assertThat(definition.path("description").asText()).isNotBlank();
    assertThat(definition.path("type").asText()).isEqualTo("object");
    assertThat(definition.path("required")).isNotEmpty();
    assertThat(kamelet.at("/spec/types/out/mediaType").asText()).isEqualTo("application/json");
    assertThat(kamelet.at("/spec/dependencies")).isNotEmpty();
    for (JsonNode required : definition.path("required")) {
      assertThat(
              definition.path("properties").path(required.asText()).path("default").isMissingNode())
          .as("%s is required and has no default", required)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_property_is_described_and_used_and_nothing_else_is(Path file) throws IOException {
    JsonNode kamelet = new YAMLMapper().readTree(file.toFile());
    JsonNode definition = kamelet.at("/spec/definition");

    TreeSet<String> properties = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : definition.path("properties").properties()) {
      String name = entry.getKey();
      JsonNode property = entry.getValue();
      properties.add(name);
      assertThat(property.path("title").asText()).as(name).isNotBlank();
      assertThat(property.path("description").asText()).as(name).isNotBlank().endsWith(".");
      assertThat(property.path("type").asText()).as(name).isIn("string", "boolean");
      boolean required = definition.path("required").toString().contains("\"" + name + "\"");
      assertThat(property.has("default")).as("%s may be left out", name).isNotEqualTo(required);
      assertThat(property.has("example") || property.path("type").asText().equals("boolean"))
          .as("%s has an example", name)
          .isTrue();
    }

    TreeSet<String> used = new TreeSet<>();
    PLACEHOLDER
        .matcher(kamelet.at("/spec/template").toString())
        .results()
        .forEach(found -> used.add(found.group(1)));
    assertThat(used).isEqualTo(properties);
  }

  @ParameterizedTest
  @MethodSource("files")
  void what_is_secret_is_marked_so_and_has_a_name_that_camel_hides(Path file) throws IOException {
    JsonNode kamelet = new YAMLMapper().readTree(file.toFile());

    for (Map.Entry<String, JsonNode> entry :
        kamelet.at("/spec/definition/properties").properties()) {
      String name = entry.getKey();
      boolean secret = entry.getValue().path("format").asText().equals("password");
      assertThat(secret).as(name).isEqualTo(name.matches(".*(Token|Password|Secret|Key)"));
      if (secret) {
        assertThat(entry.getValue().path("x-descriptors").toString())
            .contains("urn:camel:group:credentials");
        assertThat(URISupport.sanitizeUri("kamelet:x?" + name + "=hush")).doesNotContain("hush");
      }
    }
  }
}
