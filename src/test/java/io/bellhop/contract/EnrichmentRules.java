package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.EventSchema;
import io.bellhop.support.FaultyAnswer;
import io.bellhop.support.ProviderFixture;
import io.bellhop.support.Store;
import io.bellhop.support.Trials;
import io.bellhop.support.Trials.Trial;
import io.bellhop.tool.fixture.ExpectedEvents;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.bellhop.tool.fixture.Fixtures;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The provider's API fails while a fixture is enriched, once or for good. A class of its own would
 * send all fixtures once more to know how they go.
 */
abstract class EnrichmentRules extends FixtureRules {
  /** A part of a path that is a number, or has one of at least two digits in it. */
  private static final Pattern ID = Pattern.compile("/([0-9]+|[^/]*[0-9]{2}[^/]*)(?=/|$)");

  @TestFactory
  Stream<DynamicTest> enrich_after_500() throws Exception {
    return enrichAfter(Map.of("500", FixtureAnswer.of(500)), enriched().toList());
  }

  /** What calls and retries is the same for all that go the same way. */
  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> enrich_after_another_fault() throws Exception {
    return enrichAfter(
        Map.of(
            "401", FixtureAnswer.of(401),
            "429", FixtureAnswer.tooManyRequests(1),
            "a timeout", FaultyAnswer.never(),
            "garbage", FaultyAnswer.garbage()),
        oneOfEachWay());
  }

  /** The first call of each path fails; in the end nothing tells that it did. */
  private Stream<DynamicTest> enrichAfter(
      Map<String, FixtureAnswer> faults, List<ProviderFixture> enriched) throws Exception {
    // A hub of its own: some providers' limits are shared by all accounts.
    try (Trials trials = new Trials(Store.H2)) {
      Map<Trial, String> names = new LinkedHashMap<>();
      for (String name : faults.keySet()) {
        for (ProviderFixture fixture : enriched) {
          Trial trial = trials.trial(fixture);
          paths(fixture).forEach(path -> trial.api().next(1, path, faults.get(name)));
          names.put(trial.send(), name);
        }
      }
      trials.settle();
      return names.entrySet().stream()
          .flatMap(
              one ->
                  checks(
                      "enrich after " + one.getValue(),
                      List.of(one.getKey()),
                      trial -> isEnriched(trial, faults.get(one.getValue()))));
    }
  }

  private void isEnriched(Trial trial, FixtureAnswer fault) {
    isAsExpected(trial);
    for (String path : paths(trial.fixture())) {
      assertThat(statuses(trial, path)).startsWith(fault.status());
      assertThat(last(statuses(trial, path)))
          .isEqualTo(last(statuses(usual.get(trial.fixture()), path)));
    }
  }

  /**
   * An API that has nothing of what is asked for (tokens it gives). Each event then says that it
   * lacks something: a FAILURE with its id, or a SUCCESS with an error text; or it lacks nothing,
   * and is one of the expected events to the letter. What must not be is an event that is thinner
   * than expected and does not say so, or a delivery that makes none where one is expected.
   */
  @TestFactory
  Stream<DynamicTest> enrich_from_an_api_that_answers_404() {
    return rule(
        "enrich from 404",
        well,
        enriched(),
        f -> well.trial(f, without(f)),
        List.of(Trial::send),
        EnrichmentRules::saysWhatItLacks);
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

  private Stream<ProviderFixture> enriched() {
    return fixtures.stream().filter(fixture -> !paths(fixture).isEmpty());
  }

  /**
   * The first of all that ask the same kinds of path, ids aside, with the same end: together they
   * ask for every kind of path of every provider.
   */
  private List<ProviderFixture> oneOfEachWay() {
    Map<Set<String>, ProviderFixture> ways = new LinkedHashMap<>();
    enriched().forEach(fixture -> ways.putIfAbsent(way(fixture), fixture));
    return List.copyOf(ways.values());
  }

  private Set<String> way(ProviderFixture fixture) {
    return usual.get(fixture).api().calls().stream()
        .map(call -> call.method() + " " + ID.matcher(call.path()).replaceAll("/*") + call.status())
        .map(call -> fixture.provider() + " " + call)
        .collect(Collectors.toSet());
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
}
