package io.bellhop.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.ConfigException;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.EventLine;
import io.bellhop.tool.fixture.HubClient;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Drives a fresh hub over HTTP as its providers would, each by its own script, and checks what came
 * out of it.
 */
public final class Demo implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final PrintStream out;
  private final URI hub;
  private final String apiKey;
  private final HubClient client;
  private final DemoMetrics metrics;
  private final List<Player> players;

  /**
   * @param hub must be fresh: the table counts all that it ever saw
   * @param folders the routes that this hub runs
   */
  public Demo(PrintStream out, URI hub, URI management, String apiKey, RouteFolders folders) {
    this.out = out;
    this.hub = hub;
    this.apiKey = apiKey;
    client = new HubClient(hub, apiKey);
    metrics = new DemoMetrics(management);
    players =
        DemoScript.all(folders).stream().map(script -> new Player(script, folders, out)).toList();
    if (players.isEmpty()) {
      throw new ConfigException(
          "no provider's folder has a demo.yaml, so there is nothing to play");
    }
  }

  /** True if every answer and the table are as expected. */
  public boolean run() {
    out.println("Accounts at the hub " + hub);
    players.forEach(player -> player.connect(client));
    boolean settled = Arrays.stream(Round.values()).allMatch(this::play);
    if (!settled) {
      out.println("Still not settled after " + LIMIT.toSeconds() + " s: " + pending());
    }
    List<JsonNode> events = client.events();
    print(events);
    boolean right = isTableRight(events);
    return right && settled && players.stream().allMatch(Player::answeredRight);
  }

  /** For a hub that continues: how to send one more webhook; empty if no script has one. */
  public String hint() {
    for (Player player : players) {
      if (player.oneMore().isPresent()) {
        return "Send one more webhook:\n  "
            + player.oneMore().get()
            + "\nand read the newest events:\n  curl -H 'user-api-key: "
            + apiKey
            + "' '"
            + hub
            + "/api/v1/events?event_type="
            + player.oneMoreEvent().orElse("")
            + "'";
      }
    }
    return "";
  }

  @Override
  public void close() {
    players.forEach(Player::close);
  }

  private boolean play(Round round) {
    out.println();
    out.println(round.title());
    players.forEach(player -> player.play(round));
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
        Player.started("provider")
            + DemoColumn.TABLE.stream()
                .map(column -> String.format("%11s", column.heading()))
                .collect(Collectors.joining()));
    for (Player player : players) {
      DemoTally tally = player.counted(inbox, events, metrics);
      out.println(tally.row(Player.started(player.provider())));
      wrong.put(player.provider(), tally.differences(player.expected()));
    }
    wrong.forEach(
        (provider, texts) -> texts.forEach(t -> out.println("WRONG: " + provider + " " + t)));
    boolean right = wrong.values().stream().allMatch(List::isEmpty);
    out.println(right ? "The results are as expected." : "The results are NOT as expected.");
    return right;
  }

  private String pending() {
    return client.inbox().stream()
        .filter(row -> row.path("status").asText().equals("pending"))
        .map(row -> row.path("order_key").asText() + " " + row.path("error").asText())
        .collect(Collectors.joining("; "));
  }
}
