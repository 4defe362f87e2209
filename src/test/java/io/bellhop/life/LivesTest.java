package io.bellhop.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.support.Store;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random lives of bookings at every provider, played to a hub over real HTTP. The seeds are always
 * the same ones: others, and more of them, by {@code -Dbellhop.lives.seed}, {@code
 * -Dbellhop.lives.count} and {@code -Dbellhop.lives.provider}. A life that goes wrong is made as
 * small as it can be and printed with its seed.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivesTest {
  private static final String ALL = "ownerrez,guesty,channex,booking-experts,calry";
  private static final List<String> PROVIDERS =
      List.of(System.getProperty("bellhop.lives.provider", ALL).split(","));
  private static final long SEED = Long.getLong("bellhop.lives.seed", 100);

  /**
   * Lives of each provider on H2, of which a third of the webhooks is lost: as many as the suite
   * has time for. PostgreSQL has half of them: what is decided without SQL is the same there.
   */
  private static final int COUNT = Integer.getInteger("bellhop.lives.count", 8);

  /** How many more of which none is lost: there is one for so many of the others. */
  private static final int ONE_IN = 4;

  private final Map<Store, Lives> hubs = new EnumMap<>(Store.class);

  @AfterAll
  void close() throws Exception {
    for (Lives lives : hubs.values()) {
      lives.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void after_one_sync_the_list_and_a_subscriber_have_what_the_provider_has(Store store)
      throws Exception {
    int count = store == Store.H2 ? COUNT : Math.max(1, COUNT / 2);
    check(store, lives(count, UnaryOperator.identity()), LifeRun::withSync);
  }

  @Test
  void where_no_webhook_is_lost_they_have_it_without_a_sync() throws Exception {
    check(Store.H2, lives(COUNT / ONE_IN, Life::lossless), LifeRun::withoutSync);
  }

  private static List<Life> lives(int count, UnaryOperator<Life> change) {
    List<Life> lives = new ArrayList<>();
    for (String provider : PROVIDERS) {
      LongStream.range(SEED, SEED + count)
          .mapToObj(seed -> Life.random(provider, Fake.powers(provider), seed))
          .map(change)
          .forEach(lives::add);
    }
    return lives;
  }

  private void check(Store store, List<Life> lives, Lives.Play play) throws Exception {
    if (!hubs.containsKey(store)) {
      hubs.put(store, new Lives(store));
    }
    Lives hub = hubs.get(store);
    List<Lives.Failure> failures = hub.play(lives, play);
    Map<String, Lives.Failure> first = new LinkedHashMap<>();
    failures.forEach(failure -> first.putIfAbsent(failure.life().provider(), failure));
    List<String> smallest = new ArrayList<>();
    for (Lives.Failure failure : first.values()) {
      smallest.add(hub.smallest(failure, play).toString());
    }
    assertThat(smallest)
        .as("%d of %d lives, one of each provider at its smallest", failures.size(), lives.size())
        .isEmpty();
  }
}
