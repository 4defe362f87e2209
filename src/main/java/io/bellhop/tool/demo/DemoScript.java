package io.bellhop.tool.demo;

import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.ScriptNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider does in the demo, by {@code demo.yaml} in its folder.
 *
 * @param folder the provider's
 * @param without fields that its account does not have, though the fixture of it does
 * @param acknowledges how paths end by which the hub acknowledges a record; empty if the API has
 *     none
 * @param oneMore how a user sends one more webhook; null if it is left out
 */
record DemoScript(
    Path folder,
    List<String> without,
    String acknowledges,
    Map<Round, List<Step>> rounds,
    OneMore oneMore) {

  /**
   * A shell's command.
   *
   * @param command with {@code {listener}} and the credentials of its webhooks, as {@code
   *     {username}}
   * @param event the type of its event
   */
  record OneMore(String command, String event) {}

  private static final Set<String> FIELDS = fields();

  private static Set<String> fields() {
    // The bench reads the element "bench".
    Set<String> fields = new HashSet<>(Set.of("without", "acknowledges", "one-more", "bench"));
    Arrays.stream(Round.values()).map(Round::field).forEach(fields::add);
    return fields;
  }

  /** Of all providers that have one. */
  static List<DemoScript> all(RouteFolders folders) {
    return folders.folders().stream().flatMap(folder -> of(folder).stream()).toList();
  }

  static Optional<DemoScript> of(Path folder) {
    return ScriptNode.ofFolder(folder).map(script -> of(folder, script.only(FIELDS)));
  }

  private static DemoScript of(Path folder, ScriptNode script) {
    Map<Round, List<Step>> rounds = new EnumMap<>(Round.class);
    for (Round round : Round.values()) {
      rounds.put(round, script.parts(round.field()).stream().map(Step::of).toList());
    }
    return new DemoScript(
        folder,
        script.texts("without"),
        script.text("acknowledges", ""),
        rounds,
        script.part("one-more").map(DemoScript::oneMore).orElse(null));
  }

  private static OneMore oneMore(ScriptNode script) {
    script.only(Set.of("command", "event"));
    return new OneMore(script.text("command"), script.text("event"));
  }

  String provider() {
    return RouteFolders.name(folder);
  }
}
