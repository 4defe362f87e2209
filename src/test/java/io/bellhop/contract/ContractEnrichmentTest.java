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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The provider's API fails while a fixture is enriched, once or for good. */
class ContractEnrichmentTest extends FixtureRules {
  @BeforeAll
  void send() {
    sendAllAsUsual();
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> enrich_after_401() throws Exception {
    return enrichAfter("401", FixtureAnswer.of(401));
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> enrich_after_429() throws Exception {
    return enrichAfter("429", FixtureAnswer.tooManyRequests(1));
  }

  @TestFactory
  Stream<DynamicTest> enrich_after_500() throws Exception {
    return enrichAfter("500", FixtureAnswer.of(500));
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> enrich_after_a_timeout() throws Exception {
    return enrichAfter("a timeout", FaultyAnswer.never());
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> enrich_after_garbage() throws Exception {
    return enrichAfter("garbage", FaultyAnswer.garbage());
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
          ContractEnrichmentTest::saysWhatItLacks);
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
