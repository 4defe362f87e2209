package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.routes.RouteFolders;
import io.bellhop.support.EventSchema;
import io.bellhop.support.ProviderFixture;
import io.bellhop.support.Store;
import io.bellhop.support.TestHub;
import io.bellhop.support.Trials;
import io.bellhop.support.Trials.Trial;
import io.bellhop.tool.check.FixtureRun;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of every fixture: its events, its end, a repeat of it, an older state of it. */
class ContractTest extends EnrichmentRules {
  private static final String UNKNOWN_EVENT = "no-such-event";

  @BeforeAll
  void send() {
    sendAllAsUsual();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void a_provider_has_fixtures_with_expectations_and_one_with_an_older_state(String provider) {
    List<ProviderFixture> own =
        fixtures.stream().filter(f -> f.provider().equals(provider)).toList();
    assertThat(own).isNotEmpty();
    assertThat(own).allMatch(ProviderFixture::hasExpected, "has an .expected.json beside it");
    assertThat(own).anyMatch(f -> f.older().isPresent(), "has an .older.json beside it");
  }

  @Test
  void fixtures_belong_to_a_provider_that_there_is() {
    assertThat(fixtures).allMatch(f -> providers().contains(f.provider()), "has routes");
  }

  @TestFactory
  Stream<DynamicTest> map_to_the_expected_events() {
    return checks("map", usual.values(), FixtureRules::isAsExpected);
  }

  @TestFactory
  Stream<DynamicTest> schema_of_every_event() {
    return checks("schema", usual.values(), t -> t.events().forEach(EventSchema::check));
  }

  /** What makes no event is ignored, and nothing else is. */
  @TestFactory
  Stream<DynamicTest> route_to_an_end() {
    return checks(
        "route",
        usual.values(),
        trial ->
            assertThat(trial.statuses())
                .containsExactly(trial.events().isEmpty() ? "ignored" : "done"));
  }

  @TestFactory
  Stream<DynamicTest> route_what_nobody_knows_to_nowhere() {
    return rule(
        "route of an event that no route knows",
        well,
        oneOfEach(),
        List.of(trial -> trial.send(unknown(trial.fixture()), "unknown")),
        trial -> {
          assertThat(trial.statuses()).containsExactly("ignored");
          assertThat(trial.events()).isEmpty();
          assertThat(trial.api().calls()).isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> dedupe() {
    return dedupe("dedupe", well, fixtures.stream().filter(f -> !isCompared(f.provider())));
  }

  /** Each is mapped there, and one of each kind that is deduplicated in another way is repeated. */
  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> map_and_dedupe_on_postgresql() throws Exception {
    Map<List<Object>, ProviderFixture> kinds = new LinkedHashMap<>();
    fixtures.stream()
        .filter(f -> !isCompared(f.provider()))
        .forEach(f -> kinds.putIfAbsent(kindOfRepeat(f), f));
    try (Trials trials = new Trials(Store.POSTGRESQL)) {
      return Stream.concat(
          rule(
              "map on PostgreSQL",
              trials,
              fixtures.stream().filter(f -> !kinds.containsValue(f)),
              List.of(Trial::send),
              FixtureRules::isAsExpected),
          dedupe("map and dedupe on PostgreSQL", trials, kinds.values().stream()));
    }
  }

  /** What a message that is compared with its repeat differs in. */
  private List<Object> kindOfRepeat(ProviderFixture fixture) {
    Trial trial = usual.get(fixture);
    List<String> types =
        trial.events().stream().map(event -> event.at("/hook/eventType").asText()).toList();
    return List.of(fixture.provider(), trial.asksToRead(), trial.statuses(), types);
  }

  /** A repeat that comes while the first is still under way, and one that comes when it is done. */
  private Stream<DynamicTest> dedupe(String name, Trials trials, Stream<ProviderFixture> repeated) {
    Map<Trial, Integer> calls = new ConcurrentHashMap<>();
    return rule(
        name,
        trials,
        repeated,
        List.of(
            trial -> {
              trial.send(trial.fixture().body(), "once");
              trial.send(trial.fixture().body(), "once");
            },
            trial -> {
              calls.put(trial, trial.api().calls().size());
              trial.send(trial.fixture().body(), "once");
            }),
        trial -> {
          isAsExpected(trial);
          assertThat(trial.statuses())
              .containsExactlyInAnyOrder(
                  usual.get(trial.fixture()).statuses().get(0), "duplicate", "duplicate")
              .last()
              .isEqualTo("duplicate");
          if (!trial.asksToRead()) {
            assertThat(trial.api().calls()).hasSize(calls.get(trial));
          }
        });
  }

  /** Where equal bodies may be news, the comparison of the record decides. */
  @TestFactory
  Stream<DynamicTest> repeat_of_a_body_that_has_no_key_changes_nothing() {
    return rule(
        "repeat without a key",
        well,
        fixtures.stream().filter(f -> isCompared(f.provider()) && makesARecord(f)),
        List.of(Trial::send, Trial::send),
        trial -> {
          isAsExpected(trial);
          assertThat(trial.statuses()).containsExactly("done", "unchanged");
        });
  }

  private boolean isCompared(String provider) {
    return "none".equals(folder(provider).ingest().get("idempotencyKey"));
  }

  /** Not what is only announced, and not what the API refuses. */
  private boolean makesARecord(ProviderFixture fixture) {
    List<JsonNode> events = usual.get(fixture).events();
    return !events.isEmpty()
        && events.stream()
            .allMatch(
                e ->
                    e.at("/data/result").asText().equals("SUCCESS")
                        && !e.at("/hook/eventType").asText().startsWith("availability."));
  }

  /** Pages of lists, registrations, and APIs that fail: {@code check} plays them the same way. */
  @Test
  void what_is_beside_webhooks_makes_what_is_expected() throws Exception {
    List<FixtureFolder> all =
        providers().stream()
            .map(name -> new FixtureFolder(name, Path.of("fixtures", name)))
            .toList();
    assertThat(all).allMatch(folder -> !folder.namesIn("sync").isEmpty(), "has a page");
    assertThat(all)
        .allMatch(
            folder -> !folder.namesIn("register").isEmpty() || isSetUpByHand(folder.provider()),
            "can register, or says what a person does");
    try (TestHub hub =
        TestHub.start(
            Map.of("bellhop.inbox.max-attempts", "2", "bellhop.provider.read-again", "3s"))) {
      assertThat(FixtureRun.compareAll(hub.client(), RouteFolders.of("routes", ""), all)).isEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> order_older_after_newer_is_stale() {
    return rule(
        "order",
        well,
        fixtures.stream().filter(f -> f.older().isPresent()),
        List.of(Trial::send, trial -> trial.send(trial.fixture().older().orElseThrow(), "older")),
        trial -> {
          isAsExpected(trial);
          assertThat(trial.statuses()).containsExactly("done", "stale");
        });
  }

  private static boolean isSetUpByHand(String provider) {
    try {
      return Files.readString(Path.of("routes", provider, "options.properties"))
          .contains("bellhop." + provider + ".manual-set-up=");
    } catch (IOException e) {
      return false;
    }
  }

  /** The fixture with another name where the provider names the event. */
  private byte[] unknown(ProviderFixture fixture) {
    String field = folder(fixture.provider()).ingest().get("event").split("[| ]")[0];
    ObjectNode body = FixtureJson.object(fixture.body());
    String[] names = field.substring("$.".length()).split("\\.");
    ObjectNode holder = body;
    for (int i = 0; i < names.length - 1; i++) {
      holder = (ObjectNode) holder.get(names[i]);
    }
    holder.put(names[names.length - 1], UNKNOWN_EVENT);
    return FixtureJson.bytes(body);
  }
}
