package io.bellhop.tool.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.ConfigException;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoScriptTest {
  @TempDir Path folder;

  @Test
  void every_shipped_provider_has_a_script_and_the_fixtures_that_it_names() {
    RouteFolders folders = RouteFolders.of("", "");
    List<DemoScript> scripts = DemoScript.all(folders);

    assertThat(scripts)
        .hasSize((int) folders.folders().stream().filter(f -> !isShared(f)).count())
        .allSatisfy(script -> assertThat(missing(script)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nwe: []| no step reads nwe; it may have acknowledges, bench, changes, ends, new, one-more",
        "new: {}| new must be a list",
        "new: [stay]| new 1: must be fields with values",
        "new: [{send: stay}]| new 1: there is no title",
        "new: [{title: a}]| new 1: it needs either send or repeat",
        "new: [{title: a, send: x, repeat: y}]| new 1: it needs either send or repeat",
        "new: [{title: a, send: x}, {title: b, send: x, stauts: 401}]| new 2: no step reads stauts",
        "new: [{title: a, send: x, status: '401'}]| new 1: status must be a whole number",
        "new: [{title: a, send: x, unsigned: 1}]| new 1: unsigned must be true or false",
        "new: [{title: a, send: x, counts: {dup: 1}}]| new 1, counts: no step reads dup",
        "new: [{title: a, send: x, counts: {events: 1}}]| new 1, counts: no step reads events",
        "new: [{title: a, send: x, events: b}]| new 1: events must be a list",
        "new: [{title: a, send: x, api: [{path: /b}]}]| api 1: it needs either status or like",
        "'new: [' | this is not YAML",
      })
  void a_mistake_is_reported_with_its_file_and_place(String text, String what) throws Exception {
    Path file = Files.writeString(folder.resolve("demo.yaml"), text);

    assertThatThrownBy(() -> DemoScript.of(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(what);
  }

  @Test
  void a_folder_without_a_script_is_not_played() {
    assertThat(DemoScript.of(folder)).isEmpty();
  }

  @Test
  void a_body_is_copied_then_emptied_then_set() throws Exception {
    FixtureEdits edits =
        edits("copy: {/before: /now}, remove: [/now/b], set: {/now/a: 2, /now/c: [1.50]}");

    assertThat(edits.apply(json("{\"now\": {\"a\": 1, \"b\": 1}}")))
        .isEqualTo(json("{\"now\": {\"a\": 2, \"c\": [1.5]}, \"before\": {\"a\": 1, \"b\": 1}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set: {/gone/a: 1}| there is nothing in the document that could have /gone/a",
        "remove: [now]| now must be a JSON pointer, as /data/id",
        "copy: {/then: /gone}| there is nothing in the document at /gone",
      })
  void a_change_of_a_missing_node_is_reported(String change, String what) throws Exception {
    FixtureEdits edits = edits(change);
    ObjectNode body = json("{\"now\": 1}");

    assertThatThrownBy(() -> edits.apply(body))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("new 1: " + what);
  }

  private FixtureEdits edits(String changes) throws Exception {
    String step = "new: [{title: a, send: b, " + changes + "}]";
    Files.writeString(folder.resolve("demo.yaml"), step);
    DemoScript script = DemoScript.of(folder).orElseThrow();
    return script.rounds().get(Round.NEW).get(0).body().edits();
  }

  private static Set<String> missing(DemoScript script) {
    Fixtures fixtures = Fixtures.ofProvider(script.folder());
    Set<String> known = new HashSet<>();
    Set<String> missing = new HashSet<>();
    for (Round round : Round.values()) {
      for (Step step : script.rounds().get(round)) {
        String source = step.body().source();
        if (!known.contains(source) && fixtures.find(source + ".json").isEmpty()) {
          missing.add(source);
        }
        known.add(step.body().name());
      }
    }
    return missing;
  }

  private static boolean isShared(Path folder) {
    return RouteFolders.name(folder).equals(RouteFolders.SHARED);
  }

  private static ObjectNode json(String text) {
    return FixtureJson.object(text.getBytes(StandardCharsets.UTF_8));
  }
}
