package io.bellhop.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.routes.jslt.JsltLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docs/writing-routes.md describes what there is for routes, and nothing that there is not. */
class WritingRoutesTest {
  private static final Path DOCS = Path.of("docs", "writing-routes.md");
  private static final Path SHARED = Path.of("routes", "_shared");
  private static final Path MAIN = Path.of("src", "main", "java", "io", "bellhop");

  /** What a template and its own bean tell each other, and a former name that stands in passing. */
  private static final Set<String> INTERNAL = Set.of("ours", "plan", "undo");

  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?:[gs]etVariable\\(|removeVariable\\(|(?:text|required|list)\\(exchange, )\\s*\"(\\w+)\"");

  private static final Pattern EXCEPTION =
      Pattern.compile("doCatch|throwException|\\.\\w+Exception\\b");

  /** A template with its parameters and their defaults, "" where there is none. */
  record Template(String id, Map<String, String> parameters) {
    @Override
    public String toString() {
      return id;
    }
  }

  static Stream<Template> templates() throws IOException {
    return entries("routeTemplate").stream().map(WritingRoutesTest::template);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void every_parameter_of_a_template_is_described_with_its_default(Template template)
      throws Exception {
    String docs = Files.readString(DOCS);
    int from = docs.indexOf("\n## The template " + template.id() + "\n");
    assertThat(from).as("the section of " + template.id()).isPositive();
    String section = docs.substring(from, docs.indexOf("\n## ", from + 1));
    Map<String, String> described = new TreeMap<>();
    Pattern.compile("(?m)^\\| parameter.*\\R(?:\\|.*(?:\\R|$))+")
        .matcher(section)
        .results()
        .map(MatchResult::group)
        .forEach(
            table ->
                Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]*?) ?\\|")
                    .matcher(table)
                    .results()
                    .forEach(row -> described.put(row.group(1), row.group(2))));

    assertThat(described.keySet()).isEqualTo(template.parameters().keySet());
    template
        .parameters()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                assertThat(described.get(name)).as(name).isEqualTo("`" + value + "`");
              } else {
                assertThat(described.get(name)).as(name).doesNotStartWith("`");
              }
            });
  }

  /** What an author catches and throws has a name in the templates, and none of Java's. */
  @Test
  void no_providers_route_and_no_page_names_an_exception() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      List<Path> yaml =
          files
              .filter(file -> file.toString().endsWith(".yaml") && !file.startsWith(SHARED))
              .toList();
      assertThat(yaml).isNotEmpty();
      assertThat(yaml).allSatisfy(file -> assertThat(read(file)).doesNotContainPattern(EXCEPTION));
    }
    assertThat(read(DOCS)).doesNotContainPattern(EXCEPTION);
  }

  @Test
  void every_route_that_a_route_may_call_is_described() throws Exception {
    Set<String> ends = new TreeSet<>();
    for (Map<?, ?> route : entries("route")) {
      ends.add(String.valueOf(((Map<?, ?>) route.get("from")).get("uri")));
    }

    assertThat(ends).hasSizeGreaterThan(6);
    assertThat(found("`(direct:bellhop-[a-z-]+)`", Files.readString(DOCS))).isEqualTo(ends);
  }

  @Test
  void every_variable_that_bellhop_reads_or_sets_is_described() throws Exception {
    Set<String> variables = new TreeSet<>();
    for (String part : List.of("pipeline", "provider")) {
      try (Stream<Path> files = Files.walk(MAIN.resolve(part))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> variables.addAll(found(VARIABLE.pattern(), read(file))));
      }
    }
    variables.removeAll(INTERNAL);

    assertThat(variables).contains("metadata", "apiFields", "followUp", "readAgain", "preserve");
    assertThat(found("[`$](\\w+)", Files.readString(DOCS))).containsAll(variables);
  }

  @Test
  void every_function_of_mappings_is_described_and_no_other() throws Exception {
    String docs = Files.readString(DOCS);
    int from = docs.indexOf("| function | |");
    String table = docs.substring(from, docs.indexOf("\n\n", from));
    Set<String> described = found("`([a-z-]+)\\(", rows(table));
    Set<String> functions = new TreeSet<>();
    try (Stream<Path> files = Files.walk(MAIN.resolve("routes").resolve("jslt"))) {
      files.forEach(
          file -> {
            if (file.toString().endsWith("Functions.java")) {
              functions.addAll(found("new MappingFunction\\(\\s*\"([a-z-]+)\"", read(file)));
            }
          });
    }

    assertThat(functions).contains("ranges", "money");
    assertThat(described).isEqualTo(functions);
    for (String function : described) {
      // Another number of arguments is another fault: the function itself is known.
      assertThat(fault(function)).as(function).doesNotContain("No such function");
    }
  }

  private static String fault(String function) {
    try {
      JsltLanguage.compile("test", function + "(.)");
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private static String rows(String table) {
    return table
        .lines()
        .map(row -> row.substring(0, Math.max(0, row.indexOf("|", 1))))
        .collect(Collectors.joining("\n"));
  }

  private static Template template(Map<?, ?> node) {
    Map<String, String> parameters = new TreeMap<>();
    for (Object parameter : (List<?>) node.get("parameters")) {
      Map<?, ?> fields = (Map<?, ?>) parameter;
      String name = String.valueOf(fields.get("name"));
      Object value = fields.get("defaultValue");
      assertThat(fields.get("description")).as("description of " + name).isNotNull();
      parameters.put(name, value == null ? "" : String.valueOf(value));
    }
    return new Template(String.valueOf(node.get("id")), parameters);
  }

  /** What the top-level entries of a name hold, in all shared route files. */
  private static List<Map<?, ?>> entries(String name) throws IOException {
    List<Map<?, ?>> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(SHARED)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".camel.yaml")).sorted().toList()) {
        Object root = new Load(LoadSettings.builder().build()).loadFromString(read(file));
        for (Object entry : (List<?>) root) {
          if (((Map<?, ?>) entry).get(name) instanceof Map<?, ?> found) {
            all.add(found);
          }
        }
      }
    }
    return all;
  }

  private static TreeSet<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
