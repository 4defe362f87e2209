package io.bellhop.tool.demo;

import io.bellhop.tool.fixture.ScriptNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One webhook of the demo, and what it must add to the provider's row of the table.
 *
 * @param script the file of the step, for errors
 * @param to the token of another listener; empty for the account's
 * @param status what the hub must answer
 * @param api what the API does from now on
 */
record Step(
    ScriptNode script,
    String title,
    Body body,
    Signing signing,
    String to,
    int status,
    Outcome outcome,
    List<ApiChange> api) {

  /**
   * What is sent.
   *
   * @param source the name of a fixture, or of what an earlier step has sent
   * @param name how later steps call it; empty if none does
   * @param isRepeat whether it is the very webhook that was sent, with bytes and signature
   */
  record Body(String source, String name, boolean isRepeat, FixtureEdits edits) {}

  /**
   * What the table and the log of events must have more by it.
   *
   * @param counts without events
   * @param events their types
   */
  record Outcome(Map<DemoColumn, Integer> counts, List<String> events) {}

  private static final Set<String> FIELDS = fields();

  private static Set<String> fields() {
    Set<String> fields = new HashSet<>(FixtureEdits.FIELDS);
    fields.addAll(Signing.FIELDS);
    fields.addAll(
        List.of("title", "send", "repeat", "as", "to", "status", "counts", "events", "api"));
    return fields;
  }

  static Step of(ScriptNode script) {
    script.only(FIELDS);
    if (script.has("send") == script.has("repeat")) {
      throw script.wrong("it needs either send or repeat");
    }
    boolean repeat = script.has("repeat");
    return new Step(
        script,
        script.text("title"),
        new Body(
            script.text(repeat ? "repeat" : "send"),
            script.text("as", ""),
            repeat,
            FixtureEdits.of(script)),
        Signing.of(script),
        script.text("to", ""),
        script.number("status", 200),
        new Outcome(counts(script), script.texts("events")),
        script.parts("api").stream().map(ApiChange::of).toList());
  }

  private static Map<DemoColumn, Integer> counts(ScriptNode script) {
    Map<DemoColumn, Integer> counts = new EnumMap<>(DemoColumn.class);
    script
        .part("counts")
        .ifPresent(
            part -> {
              part.only(Set.copyOf(COUNTED));
              COUNTED.stream()
                  .filter(part::has)
                  .forEach(
                      n ->
                          counts.put(
                              DemoColumn.valueOf(n.toUpperCase(Locale.ROOT)), part.number(n, 0)));
            });
    return counts;
  }

  /** The others follow from the step: each is received, and its events are named. */
  private static final List<String> COUNTED = counted();

  private static List<String> counted() {
    List<String> names = new ArrayList<>();
    for (DemoColumn column : DemoColumn.values()) {
      if (column != DemoColumn.RECEIVED && column != DemoColumn.EVENTS) {
        names.add(column.heading());
      }
    }
    return names;
  }
}
