package io.bellhop.tool.demo;

import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.ScriptNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the fake API does otherwise than its fixtures, before a step: it answers the next calls with
 * a status, or it has another document.
 *
 * @param like the path of the document that this one is made of; empty for a status
 */
record ApiChange(
    ScriptNode script, String path, int status, int times, String like, FixtureEdits edits) {
  private static final Set<String> FIELDS = fields();

  private static Set<String> fields() {
    Set<String> fields = new HashSet<>(FixtureEdits.FIELDS);
    fields.addAll(Set.of("path", "status", "times", "retry-after", "like"));
    return fields;
  }

  static ApiChange of(ScriptNode script) {
    script.only(FIELDS);
    if (script.has("status") == script.has("like")) {
      throw script.wrong("it needs either status or like");
    }
    return new ApiChange(
        script,
        script.text("path"),
        script.number("status", 0),
        script.number("times", 1),
        script.text("like", ""),
        FixtureEdits.of(script));
  }

  void apply(FixtureApi api, Fixtures fixtures) {
    if (like.isEmpty()) {
      api.next(times, path, answer());
    } else {
      String name = "api" + like + ".json";
      byte[] document =
          fixtures.find(name).orElseThrow(() -> script.wrong("there is no fixture " + name));
      api.put(path, FixtureJson.bytes(edits.apply(FixtureJson.object(document))));
    }
  }

  private FixtureAnswer answer() {
    FixtureAnswer answer = FixtureAnswer.of(status);
    return script.has("retry-after")
        ? answer.with(Map.of("Retry-After", Integer.toString(script.number("retry-after", 0))))
        : answer;
  }
}
