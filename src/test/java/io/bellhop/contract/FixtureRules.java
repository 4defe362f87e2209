package io.bellhop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.routes.RouteFolders;
import io.bellhop.support.ProviderFixture;
import io.bellhop.support.Store;
import io.bellhop.support.Trials;
import io.bellhop.support.Trials.Trial;
import io.bellhop.tool.fixture.ProviderFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInstance;

/**
 * Rules that each fixture of each provider goes through. A provider or a fixture that is added is
 * tested without a line here. A rule sends all its fixtures at once, each to an account of its own,
 * waits once, and then looks at each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FixtureRules {
  final List<ProviderFixture> fixtures = ProviderFixture.all();
  private final Map<String, ProviderFolder> folders = new ConcurrentHashMap<>();

  /** How each of them goes if nothing is in its way. */
  final Map<ProviderFixture, Trial> usual = new HashMap<>();

  /** A hub for the rules that need few accounts: with many, making one takes long. */
  Trials well;

  @BeforeAll
  void start() {
    well = new Trials(Store.H2);
  }

  @AfterAll
  void stop() throws Exception {
    well.close();
  }

  /** For rules that compare with how it usually goes. */
  final void sendAllAsUsual() {
    fixtures.forEach(fixture -> usual.put(fixture, well.trial(fixture).send()));
    well.settle();
  }

  static List<String> providers() {
    return ProviderFixture.providers();
  }

  static void isAsExpected(Trial trial) {
    assertThat(trial.failures()).isEmpty();
    assertThat(trial.differences()).isEmpty();
  }

  Stream<ProviderFixture> oneOfEach() {
    return providers().stream()
        .map(p -> fixtures.stream().filter(f -> f.provider().equals(p)).findFirst().orElseThrow());
  }

  ProviderFolder folder(String provider) {
    return folders.computeIfAbsent(
        provider, name -> ProviderFolder.of(RouteFolders.of("routes", ""), name));
  }

  static Stream<DynamicTest> rule(
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
  static Stream<DynamicTest> rule(
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

  static Stream<DynamicTest> checks(String rule, Iterable<Trial> trials, Consumer<Trial> check) {
    List<DynamicTest> tests = new ArrayList<>();
    trials.forEach(
        trial ->
            tests.add(
                DynamicTest.dynamicTest(trial.fixture() + ": " + rule, () -> check.accept(trial))));
    return tests.stream();
  }
}
