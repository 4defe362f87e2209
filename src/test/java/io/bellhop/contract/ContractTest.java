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
import io.bellhop.tool.fixture.ExpectedEvents;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import io.bellhop.tool.fixture.Fixtures;
import io.bellhop.tool.fixture.ProviderFolder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every provider: each fixture goes through each rule. A provider or a fixture that
 * is added is tested without a line here. A rule sends all its fixtures at once, each to an account
 * of its own, waits once, and then looks at each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
  private static final String NOBODY_KNOWS = "nobody-knows-this";

  private final List<ProviderFixture> fixtures = ProviderFixture.all();
  private final Map<String, ProviderFolder> folders = new ConcurrentHashMap<>();

  /** How each of them goes if nothing is in its way. */
  private final Map<ProviderFixture, Trial> usual = new HashMap<>();

  /** A hub for the rules that need few accounts: with many, making one takes long. */
  private Trials well;

  @BeforeAll
  void send_all_of_them_as_usual() throws Exception {
    well = new Trials(Store.H2);
    fixtures.forEach(fixture -> usual.put(fixture, well.trial(fixture).send()));
    well.settle();
  }

  @AfterAll
  void stop() throws Exception {
    well.close();
  }

  static List<String> providers() {
    return ProviderFixture.providers();
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
    return checks("map", usual.values(), ContractTest::isAsExpected);
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
        "route of an event that nobody knows",
        well,
        oneOfEach(),
        List.of(trial -> trial.send(unknown(trial.fixture()), "unknown")),
        trial -> {
          assertThat(trial.statuses()).containsExactly("ignored");
          assertThat(trial.events()).isEmpty();
          assertThat(trial.api().calls()).isEmpty();
        });
  }

  /** One character of one header that is not as signed, or no header at all. */
  @TestFactory
  Stream<DynamicTest> verify_the_sender() throws Exception {
    Map<Trial, Map<String, Integer>> answers = new ConcurrentHashMap<>();
    try (Trials trials = new Trials(Store.H2)) {
      return rule(
          "verify",
          trials,
          fixtures.stream(),
          List.of(trial -> answers.put(trial, answersToFalseProofs(trial))),
          trial -> {
            if (answers.get(trial).isEmpty()) {
              assertThat(isKnownByItsTokenAlone(trial.fixture().provider())).isTrue();
            }
            assertThat(answers.get(trial)).allSatisfy((what, s) -> assertThat(s).isEqualTo(401));
            assertThat(trial.statuses()).as("nothing is stored").isEmpty();
          });
    }
  }

  @TestFactory
  Stream<DynamicTest> verify_the_request() {
    Map<Trial, Map<String, Integer>> answers = new ConcurrentHashMap<>();
    return rule(
        "verify of what is no delivery",
        well,
        oneOfEach(),
        List.of(trial -> answers.put(trial, answersToWhatIsNoDelivery(trial))),
        trial -> {
          assertThat(answers.get(trial))
              .isEqualTo(
                  Map.of(
                      "unknown token", 404, "GET", 405, "half a body", 200, "another form", 200));
          assertThat(trial.statuses())
              .as("what is proven is kept, readable or not")
              .containsExactly("dead", "dead");
        });
  }

  @TestFactory
  Stream<DynamicTest> verify_nothing_of_an_account_that_may_have_no_proof() {
    return rule(
        "verify without a proof",
        well,
        oneOfEach().filter(f -> "true".equals(folder(f.provider()).ingest().get("verifyOptional"))),
        f -> well.trial(f, f.fixtures(), withoutWebhook(f.provider())),
        List.of(Trial::send),
        ContractTest::isAsExpected);
  }

  @TestFactory
  Stream<DynamicTest> dedupe() throws Exception {
    try (Trials trials = new Trials(Store.H2)) {
      return dedupe("dedupe", trials);
    }
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> map_and_dedupe_on_postgresql() throws Exception {
    try (Trials trials = new Trials(Store.POSTGRESQL)) {
      return dedupe("map and dedupe on PostgreSQL", trials);
    }
  }

  /** A repeat that comes while the first is still under way, and one that comes when it is done. */
  private Stream<DynamicTest> dedupe(String name, Trials trials) {
    Map<Trial, Integer> calls = new ConcurrentHashMap<>();
    return rule(
        name,
        trials,
        fixtures.stream(),
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
          assertThat(trial.api().calls()).hasSize(calls.get(trial));
        });
  }

  /** Pages of lists, registrations, and APIs that fail: {@code check} plays them the same way. */
  @Test
  void what_is_beside_webhooks_makes_what_is_expected() throws Exception {
    List<FixtureFolder> all =
        providers().stream()
            .map(name -> new FixtureFolder(name, Path.of("fixtures", name)))
            .toList();
    assertThat(all).allMatch(folder -> !folder.namesIn("sync").isEmpty(), "has a page");
    assertThat(all).allMatch(folder -> !folder.namesIn("register").isEmpty(), "can register");
    try (TestHub hub = TestHub.start(Store.H2, Map.of("bellhop.inbox.max-attempts", "2"))) {
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

  @TestFactory
  Stream<DynamicTest> enrich_after_401() throws Exception {
    return enrichAfter("401", FixtureAnswer.of(401));
  }

  @TestFactory
  Stream<DynamicTest> enrich_after_429() throws Exception {
    return enrichAfter("429", FixtureAnswer.tooManyRequests(1));
  }

  @TestFactory
  Stream<DynamicTest> enrich_after_500() throws Exception {
    return enrichAfter("500", FixtureAnswer.of(500));
  }

  @TestFactory
  Stream<DynamicTest> enrich_after_a_timeout() throws Exception {
    return enrichAfter("a timeout", FixtureAnswer.never());
  }

  @TestFactory
  Stream<DynamicTest> enrich_after_garbage() throws Exception {
    return enrichAfter("garbage", FixtureAnswer.garbage());
  }

  /** The first call of each path fails; in the end nothing tells that it did. */
  private Stream<DynamicTest> enrichAfter(String name, FixtureAnswer fault) throws Exception {
    // A hub for each: some providers' limits are shared by all accounts.
    try (Trials trials = new Trials(Store.H2)) {
      return rule(
          "enrich after " + name,
          trials,
          enriched(),
          List.of(
              trial -> {
                paths(trial.fixture()).forEach(path -> trial.api().next(1, path, fault));
                trial.send();
              }),
          trial -> {
            isAsExpected(trial);
            for (String path : paths(trial.fixture())) {
              assertThat(statuses(trial, path)).startsWith(fault.status());
              assertThat(last(statuses(trial, path)))
                  .isEqualTo(last(statuses(usual.get(trial.fixture()), path)));
            }
          });
    }
  }

  /**
   * An API that has nothing of what is asked for (tokens it gives). Each event then says that it
   * lacks something: a FAILURE with its id, or a SUCCESS with an error text; or it lacks nothing,
   * and is one of the expected events to the letter. What must not be is an event that is thinner
   * than expected and does not say so, or a delivery that makes none where one is expected.
   */
  @TestFactory
  Stream<DynamicTest> enrich_from_an_api_that_answers_404() throws Exception {
    try (Trials trials = new Trials(Store.H2)) {
      return rule(
          "enrich from 404",
          trials,
          enriched(),
          f -> trials.trial(f, without(f)),
          List.of(Trial::send),
          ContractTest::saysWhatItLacks);
    }
  }

  private static void saysWhatItLacks(Trial trial) {
    assertThat(trial.failures()).isEmpty();
    JsonNode expected = trial.fixture().expected().path("events");
    if (!expected.isEmpty()) {
      assertThat(trial.events()).isNotEmpty();
    }
    for (JsonNode event : trial.events()) {
      EventSchema.check(event);
      JsonNode made = ExpectedEvents.of(List.of(event)).at("/events/0");
      boolean lacksNothing = false;
      for (JsonNode one : expected) {
        lacksNothing |= ExpectedEvents.differences(one, made).isEmpty();
      }
      if (!lacksNothing) {
        assertThat(event.at("/data/error").asText()).as("%s", event).isNotBlank();
      }
      if (made.path("result").asText().equals("FAILURE")) {
        assertThat(made.at("/record/id").asText()).as("%s", event).isNotBlank();
      }
    }
  }

  private static void isAsExpected(Trial trial) {
    assertThat(trial.failures()).isEmpty();
    assertThat(trial.differences()).isEmpty();
  }

  private static Stream<DynamicTest> rule(
      String name,
      Trials trials,
      Stream<ProviderFixture> fixtures,
      List<Consumer<Trial>> steps,
      Consumer<Trial> check) {
    return rule(name, trials, fixtures, trials::trial, steps, check);
  }

  /**
   * @param steps what each fixture goes through; one begins when all of the one before is done
   * @param check what must have come of it
   */
  private static Stream<DynamicTest> rule(
      String name,
      Trials trials,
      Stream<ProviderFixture> fixtures,
      Function<ProviderFixture, Trial> trial,
      List<Consumer<Trial>> steps,
      Consumer<Trial> check) {
    List<Trial> all = fixtures.map(trial).toList();
    for (Consumer<Trial> step : steps) {
      all.forEach(step);
      trials.settle();
    }
    return checks(name, all, check);
  }

  private static Stream<DynamicTest> checks(
      String rule, Iterable<Trial> trials, Consumer<Trial> check) {
    List<DynamicTest> tests = new ArrayList<>();
    trials.forEach(
        trial ->
            tests.add(
                DynamicTest.dynamicTest(trial.fixture() + ": " + rule, () -> check.accept(trial))));
    return tests.stream();
  }

  private Stream<ProviderFixture> oneOfEach() {
    return providers().stream()
        .map(p -> fixtures.stream().filter(f -> f.provider().equals(p)).findFirst().orElseThrow());
  }

  private Stream<ProviderFixture> enriched() {
    return fixtures.stream().filter(fixture -> !paths(fixture).isEmpty());
  }

  /** What is usually asked for, the longest first: a path may be the beginning of another. */
  private List<String> paths(ProviderFixture fixture) {
    String tokens = tokenPath(fixture.provider());
    return usual.get(fixture).api().calls().stream()
        .map(FixtureApi.Call::path)
        .filter(path -> !path.equals(tokens))
        .distinct()
        .sorted(Comparator.comparing(String::length).reversed())
        .toList();
  }

  /** What the calls of a path were answered with, and not of those below it. */
  private static List<Integer> statuses(Trial trial, String path) {
    return trial.api().calls().stream()
        .filter(call -> call.path().equals(path))
        .map(FixtureApi.Call::status)
        .toList();
  }

  private static int last(List<Integer> statuses) {
    return statuses.get(statuses.size() - 1);
  }

  private ProviderFolder folder(String provider) {
    return folders.computeIfAbsent(provider, name -> ProviderFolder.of(Path.of("routes"), name));
  }

  private String tokenPath(String provider) {
    return folder(provider).api().getOrDefault("tokenPath", "");
  }

  private Fixtures without(ProviderFixture fixture) {
    String tokens = "api" + tokenPath(fixture.provider()) + ".json";
    return name ->
        name.equals(tokens) || name.equals("api/404.json")
            ? fixture.fixtures().find(name)
            : Optional.empty();
  }

  private static ObjectNode withoutWebhook(String provider) {
    return TestHub.accountFields(provider).without("webhook");
  }

  private boolean isKnownByItsTokenAlone(String provider) {
    Map<String, String> ingest = folder(provider).ingest();
    return ingest.get("verify").equals("token")
        || "true".equals(ingest.get("verifyOptional"))
            && TestHub.accountFields(provider).path("webhook").isEmpty();
  }

  private static Map<String, Integer> answersToFalseProofs(Trial trial) {
    byte[] body = trial.fixture().body();
    Map<String, String> verifier = trial.verifier(body, "once");
    Map<String, Integer> answers = new HashMap<>();
    for (Map.Entry<String, String> header : verifier.entrySet()) {
      Map<String, String> changed = new HashMap<>(verifier);
      changed.put(header.getKey(), lastFlipped(header.getValue()));
      answers.put(
          header.getKey() + " changed", trial.answer("POST", trial.listener(), body, changed));
    }
    if (!verifier.isEmpty()) {
      answers.put("no proof", trial.answer("POST", trial.listener(), body, Map.of()));
    }
    return answers;
  }

  /** A digit for a digit: letters of another case may mean the same. */
  private static String lastFlipped(String value) {
    char last = value.charAt(value.length() - 1);
    return value.substring(0, value.length() - 1) + (last == '0' ? '1' : '0');
  }

  private Map<String, Integer> answersToWhatIsNoDelivery(Trial trial) {
    URI listener = trial.listener();
    byte[] good = trial.fixture().body();
    byte[] half = bytes("{");
    byte[] other =
        bytes(
            folder(trial.fixture().provider())
                    .ingest()
                    .getOrDefault("body", "object")
                    .equals("array")
                ? "{}"
                : "[]");
    Map<String, Integer> answers = new HashMap<>();
    answers.put(
        "unknown token",
        trial.answer("POST", URI.create(listener + "x"), good, trial.verifier(good, "unknown")));
    answers.put("GET", trial.answer("GET", listener, null, Map.of()));
    answers.put("half a body", trial.answer("POST", listener, half, trial.verifier(half, "half")));
    answers.put(
        "another form", trial.answer("POST", listener, other, trial.verifier(other, "other")));
    return answers;
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
    holder.put(names[names.length - 1], NOBODY_KNOWS);
    return FixtureJson.bytes(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
