package io.bellhop.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.fixture.EventLine;
import io.bellhop.fixture.HubClient;
import io.bellhop.routes.RouteFolders;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Drives a fresh hub over HTTP as five providers would, and checks what came out of it. */
public final class Demo implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final PrintStream out;
  private final URI hub;
  private final String apiKey;
  private final HubClient client;
  private final Metrics metrics;
  private final OwnerRezScenario ownerRez;
  private final List<Scenario> scenarios;

  /**
   * @param hub must be fresh: the table counts all that it ever saw
   * @param folders the routes that this hub runs
   */
  public Demo(PrintStream out, URI hub, URI management, String apiKey, RouteFolders folders) {
    this.out = out;
    this.hub = hub;
    this.apiKey = apiKey;
    client = new HubClient(hub, apiKey);
    metrics = new Metrics(management);
    ownerRez = new OwnerRezScenario(folders, out);
    scenarios =
        List.of(
            ownerRez,
            new GuestyScenario(folders, out),
            new ChannexScenario(folders, out),
            new BookingExpertsScenario(folders, out),
            new CalryScenario(folders, out));
  }

  /** True if every webhook was answered as it must be and the table is what it must be. */
  public boolean run() {
    out.println("Five accounts at the hub " + hub);
    scenarios.forEach(scenario -> scenario.connect(client));
    boolean settled =
        round("New records, repeats, and callers that are not who they say", Scenario::first)
            && round("Changes of these records, told in five ways", Scenario::second)
            && round("Wrong order, cancellation, deletion", Scenario::third);
    if (!settled) {
      out.println("Still not settled after " + LIMIT.toSeconds() + " s: " + pending());
    }
    List<JsonNode> events = client.events();
    print(events);
    boolean right = isTableRight(events);
    return right && settled && scenarios.stream().allMatch(Scenario::answeredRight);
  }

  /** For a hub that goes on serving. */
  public String curlHint() {
    return "Send one more webhook:\n  "
        + ownerRez.curl()
        + "\nand read the newest events:\n  curl -H 'user-api-key: "
        + apiKey
        + "' '"
        + hub
        + "/api/v1/events?event_type=webhook.test'";
  }

  @Override
  public void close() {
    scenarios.forEach(Scenario::close);
  }

  private boolean round(String title, Consumer<Scenario> steps) {
    out.println();
    out.println(title);
    scenarios.forEach(steps);
    long start = System.nanoTime();
    boolean settled = client.awaitSettled(LIMIT);
    out.printf(Locale.ROOT, "  %.1f s until all was settled%n", (System.nanoTime() - start) / 1e9);
    return settled;
  }

  private void print(List<JsonNode> events) {
    out.println();
    out.println("The event log");
    for (int i = 0; i < events.size(); i++) {
      out.printf("%4d  %s%n", i + 1, EventLine.of(events.get(i)));
    }
  }

  private boolean isTableRight(List<JsonNode> events) {
    List<JsonNode> inbox = client.inbox();
    Map<String, List<String>> wrong = new TreeMap<>();
    out.println();
    out.println(
        Scenario.started("provider")
            + Column.TABLE.stream()
                .map(column -> String.format("%11s", column.heading()))
                .collect(Collectors.joining()));
    for (Scenario scenario : scenarios) {
      Tally tally = scenario.counted(inbox, events, metrics);
      out.println(tally.row(Scenario.started(scenario.provider())));
      wrong.put(scenario.provider(), tally.differences(scenario.expected()));
    }
    wrong.forEach(
        (provider, texts) -> texts.forEach(t -> out.println("WRONG: " + provider + " " + t)));
    boolean right = wrong.values().stream().allMatch(List::isEmpty);
    out.println(right ? "The table is what it must be." : "The table is NOT what it must be.");
    return right;
  }

  private String pending() {
    return client.inbox().stream()
        .filter(row -> row.path("status").asText().equals("pending"))
        .map(row -> row.path("order_key").asText() + " " + row.path("error").asText())
        .collect(Collectors.joining("; "));
  }
}
