package io.bellhop.provider.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bellhop.provider.client.Journeys;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time is simulated: callers come when the limit lets them, and what was allowed is counted. */
public class RateLimitTest {
  private static final Instant START = Instant.parse("2026-05-02T09:30:00Z");

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private record Bound(int calls, Duration period) {}

  /**
   * Calls that end in the moment in which they begin, or where places are few: when the limit lets
   * them.
   */
  private static final class Ended {
    private final RateLimit limit;
    private final boolean stays;
    private final Deque<Permit> running = new ArrayDeque<>();

    Ended(String limits, int mostAtOnce) {
      limit = new RateLimit(Limits.parse(limits), mostAtOnce, LONGEST);
      stays = mostAtOnce > 0;
    }

    public Instant take(Instant at) {
      Permit permit = RateLimitTest.take(limit, at, false);
      if (permit.granted()) {
        running.add(permit);
        if (!stays) {
          end(at);
        }
      }
      return permit.again();
    }

    public void done() {
      if (stays) {
        end(START);
      }
    }

    void end(Instant at) {
      RateLimitTest.done(limit, running.remove(), at);
    }

    void pause(Instant until) {
      try {
        limit.pause(until);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void all_allowed_calls_and_no_more_may_come_at_once() {
    Ended limit = new Ended("3/1s", 0);

    assertThat(limit.take(START)).isNull();
    assertThat(limit.take(START)).isNull();
    assertThat(limit.take(START)).isNull();
    assertThat(limit.take(START)).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void the_window_slides_it_does_not_jump() {
    Ended limit = new Ended("2/1s", 0);
    limit.take(START);
    limit.take(START.plusMillis(900));

    assertThat(limit.take(START.plusMillis(999))).isNotNull();
    assertThat(limit.take(START.plusMillis(1000))).isNull();
    assertThat(limit.take(START.plusMillis(1000))).isNotNull();
    assertThat(limit.take(START.plusMillis(1899))).isNotNull();
    assertThat(limit.take(START.plusMillis(1900))).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void no_window_ever_holds_more_calls_than_allowed(long seed) {
    Ended limit = new Ended("5/1s 20/10s 60/1m", 0);
    Random random = new Random(seed);
    List<Instant> made = new ArrayList<>();
    Instant now = START;

    for (int i = 0; i < 20_000; i++) {
      now = now.plusMillis(pause(random));
      if (limit.take(now) == null) {
        made.add(now);
        limit.done();
      }
    }

    assertThat(made).hasSizeGreaterThan(60);
    holds(made, new Bound(5, Duration.ofSeconds(1)));
    holds(made, new Bound(20, Duration.ofSeconds(10)));
    holds(made, new Bound(60, Duration.ofMinutes(1)));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void clocks_read_by_threads_in_another_order_do_not_break_it(long seed) {
    Ended limit = new Ended("4/100ms", 0);
    Random random = new Random(seed);
    List<Instant> made = new ArrayList<>();
    Instant now = START;

    for (int i = 0; i < 20_000; i++) {
      now = now.plusMillis(random.nextInt(8));
      Instant seen = now.minusMillis(random.nextInt(5));
      if (limit.take(seen) == null) {
        made.add(seen);
      }
    }

    made.sort(Comparator.naturalOrder());
    holds(made, new Bound(4, Duration.ofMillis(100)));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void callers_who_come_at_their_given_time_all_get_through_without_delay(long seed) {
    Ended limit = new Ended("15/1s 120/1m", 0);

    List<Instant> made = rush(limit, 600, new Random(seed));

    assertThat(made).hasSize(600);
    holds(made, new Bound(15, Duration.ofSeconds(1)));
    holds(made, new Bound(120, Duration.ofMinutes(1)));
    // 600 at 120 a minute: the first at once, the last ones after four minutes.
    assertThat(made.get(599)).isBefore(START.plusSeconds(4 * 60 + 30));
  }

  @Test
  void refused_callers_get_times_at_which_they_may_all_call() {
    Ended limit = new Ended("2/1s", 0);
    limit.take(START);
    limit.take(START.plusMillis(100));
    Instant now = START.plusMillis(200);

    List<Instant> allowedAt = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      allowedAt.add(limit.take(now));
    }

    assertThat(allowedAt).startsWith(START.plusMillis(1000), START.plusMillis(1100)).isSorted();
    holds(allowedAt, new Bound(2, Duration.ofSeconds(1)));
    for (Instant mine : allowedAt) {
      assertThat(limit.take(mine)).isNull();
    }
  }

  @Test
  void of_several_limits_the_one_that_allows_last_counts() {
    Ended limit = new Ended("1/1s 2/1m", 0);
    limit.take(START);

    assertThat(limit.take(START)).isEqualTo(START.plusSeconds(1));
    assertThat(limit.take(START.plusSeconds(1))).isNull();
    assertThat(limit.take(START.plusSeconds(2))).isAfterOrEqualTo(START.plusSeconds(60));
    assertThat(limit.take(START.plusSeconds(60))).isNull();
  }

  @Test
  void after_a_rush_no_caller_waits_longer_for_it() {
    Ended limit = new Ended("2/1s", 0);
    rush(limit, 200, new Random(1));
    Instant later = START.plus(Duration.ofDays(1));
    limit.take(later);
    limit.take(later);

    assertThat(limit.take(later)).isEqualTo(later.plusSeconds(1));
  }

  @Test
  void callers_who_never_come_back_are_forgotten() {
    Ended limit = new Ended("1/1s", 0);
    for (int i = 0; i < 1000; i++) {
      limit.take(START);
    }
    Instant later = START.plus(Duration.ofDays(1));
    limit.take(later);

    assertThat(limit.take(later)).isBefore(later.plusSeconds(3));
  }

  @Test
  void a_pause_holds_even_where_there_is_room() {
    Ended limit = new Ended("100/1s", 0);
    limit.pause(START.plusSeconds(60));

    assertThat(limit.take(START)).isEqualTo(START.plusSeconds(60));
    assertThat(limit.take(START.plusMillis(59_999))).isNotNull();
    assertThat(limit.take(START.plusSeconds(60))).isNull();
  }

  @Test
  void a_shorter_pause_does_not_end_a_longer_one() {
    Ended limit = new Ended("", 0);
    limit.pause(START.plusSeconds(60));
    limit.pause(START.plusSeconds(5));

    assertThat(limit.take(START.plusSeconds(30))).isNotNull();
  }

  @Test
  void no_more_calls_are_under_way_than_are_allowed() {
    Ended limit = new Ended("", 2);

    assertThat(limit.take(START)).isNull();
    assertThat(limit.take(START)).isNull();
    assertThat(limit.take(START)).isAfter(START);
    limit.done();
    assertThat(limit.take(START)).isNull();
    assertThat(limit.take(START)).isAfter(START);
  }

  @Test
  void who_waits_for_a_place_uses_up_nothing() {
    Ended limit = new Ended("2/1h", 1);
    limit.take(START);
    for (int i = 0; i < 10; i++) {
      assertThat(limit.take(START)).isBefore(START.plusSeconds(1));
    }
    limit.done();

    assertThat(limit.take(START)).isNull();
  }

  @Test
  void without_a_limit_calls_are_unlimited() {
    Ended limit = new Ended(" ", 0);

    for (int i = 0; i < 10_000; i++) {
      assertThat(limit.take(START)).isNull();
    }
  }

  @Test
  void a_call_counts_from_its_end_on_and_until_then_as_one_that_was_just_made() {
    RateLimit limit = new RateLimit(Limits.parse("1/1s"), 0, LONGEST);
    Permit slow = take(limit, START, false);

    assertThat(take(limit, START.plusSeconds(2), false).granted()).isFalse();
    done(limit, slow, START.plusSeconds(3));
    assertThat(take(limit, START.plusMillis(3_999), false).granted()).isFalse();
    assertThat(take(limit, START.plusMillis(4_000), false).granted()).isTrue();
  }

  @Test
  void a_call_that_got_no_answer_counts_until_it_can_no_longer_arrive() {
    RateLimit limit = new RateLimit(Limits.parse("1/1s"), 1, LONGEST);

    limit.lost(take(limit, START, false));

    Instant arrived = START.plus(LONGEST);
    assertThat(take(limit, arrived.plusMillis(999), false).granted()).isFalse();
    assertThat(take(limit, arrived.plusMillis(1_000), false).granted()).isTrue();
  }

  @RepeatedTest(40)
  void however_long_calls_are_on_their_way_no_window_is_exceeded_where_they_arrive(
      RepetitionInfo repetition) {
    RateLimit limit = new RateLimit(Limits.parse("5/1s 20/10s 60/1m"), 0, LONGEST);

    List<Instant> arrived =
        Journeys.of(List.of(limit), 4_000, new Random(repetition.getCurrentRepetition()));

    assertThat(arrived).hasSizeGreaterThan(500);
    holds(arrived, new Bound(5, Duration.ofSeconds(1)));
    holds(arrived, new Bound(20, Duration.ofSeconds(10)));
    holds(arrived, new Bound(60, Duration.ofMinutes(1)));
  }

  @Test
  void the_background_leaves_a_fifth_of_each_window_to_the_others() {
    RateLimit limit = new RateLimit(Limits.parse("10/1m"), 0, LONGEST);

    assertThat(granted(limit, START, true, 20)).isEqualTo(8);
    assertThat(granted(limit, START, false, 20)).isEqualTo(2);
  }

  @Test
  void a_window_of_one_call_is_for_the_background_too() {
    assertThat(granted(new RateLimit(Limits.parse("1/1m"), 0, LONGEST), START, true, 2))
        .isEqualTo(1);
  }

  @Test
  void the_background_waits_while_others_wait() {
    RateLimit limit = new RateLimit(Limits.parse("10/1m"), 0, LONGEST);
    granted(limit, START, false, 10);
    Instant allowedAt = take(limit, START, false).again();
    assertThat(allowedAt).isEqualTo(START.plusSeconds(60));

    Permit background = take(limit, allowedAt, true);

    assertThat(background.again()).isAfter(allowedAt.plusMillis(RateLimit.SPREAD_MILLIS));
    assertThat(take(limit, allowedAt, false).granted())
        .as("the caller that was asked to come then")
        .isTrue();
    assertThat(take(limit, background.again(), true).granted()).isTrue();
  }

  @Test
  void the_background_gets_times_at_its_allowed_pace() {
    RateLimit limit = new RateLimit(Limits.parse("10/1m"), 0, LONGEST);
    granted(limit, START, true, 8);

    List<Instant> allowedAt = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      allowedAt.add(take(limit, START, true).again());
    }

    assertThat(allowedAt.get(0)).isEqualTo(START.plusSeconds(60));
    assertThat(allowedAt.get(19)).isEqualTo(START.plusSeconds(60).plusMillis(19 * 7_500));
    for (Instant mine : allowedAt) {
      assertThat(granted(limit, mine, true, 1)).isEqualTo(1);
    }
  }

  @Test
  void the_background_leaves_a_place_among_calls_under_way() {
    RateLimit limit = new RateLimit(Limits.parse(""), 4, LONGEST);

    assertThat(take(limit, START, true).granted()).isTrue();
    assertThat(take(limit, START, true).granted()).isTrue();
    assertThat(take(limit, START, true).granted()).isTrue();
    assertThat(take(limit, START, true).again()).isAfter(START);
    assertThat(take(limit, START, false).granted()).isTrue();
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {"300", "0/1s", "-1/1s", "x/1s", "1.5/1s", "/1s", "10/1s 300", "99999999/1s"})
  void a_limit_that_cannot_be_read_is_named(String limits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.parse(limits))
        .withMessageContainingAll("a limit must look like 300/5m", "was: ");
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"300/", "300/x", "300/5 parsecs", "300/0s", "300/-1s"})
  void so_is_one_without_a_period(String limits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.parse(limits))
        .withMessageContainingAll("a limit must look like 300/5m", "was: ");
  }

  public static Permit take(RateLimit limit, Instant at, boolean background) {
    try {
      return limit.take(at, background);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void done(RateLimit limit, Permit permit, Instant at) {
    try {
      limit.done(permit, at);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks so many times; each call ends at once. */
  static int granted(RateLimit limit, Instant at, boolean background, int asked) {
    int granted = 0;
    for (int i = 0; i < asked; i++) {
      Permit permit = take(limit, at, background);
      if (permit.granted()) {
        done(limit, permit, at);
        granted++;
      }
    }
    return granted;
  }

  /** Many callers at once; each retries when the limit lets it, a little later as retries do. */
  private static List<Instant> rush(Ended limit, int callers, Random random) {
    PriorityQueue<Instant> waiting = new PriorityQueue<>();
    for (int i = 0; i < callers; i++) {
      waiting.add(START);
    }
    List<Instant> made = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Instant now = waiting.poll();
      Instant allowedAt = limit.take(now);
      if (allowedAt == null) {
        made.add(now);
        limit.done();
      } else {
        assertThat(allowedAt).isAfter(now);
        waiting.add(allowedAt.plusMillis(random.nextInt(250)));
      }
    }
    return made;
  }

  /** Now a burst, now a trickle, now silence. */
  private static int pause(Random random) {
    int kind = random.nextInt(100);
    return kind < 70 ? random.nextInt(5) : kind < 99 ? random.nextInt(400) : random.nextInt(20_000);
  }

  static void holds(List<Instant> made, int calls, Duration period) {
    holds(made, new Bound(calls, period));
  }

  private static void holds(List<Instant> made, Bound bound) {
    Set<Integer> broken = new HashSet<>();
    for (int i = 0; i + bound.calls() < made.size(); i++) {
      Duration span = Duration.between(made.get(i), made.get(i + bound.calls()));
      if (span.compareTo(bound.period()) < 0) {
        broken.add(i);
      }
    }
    assertThat(broken).as("%s", bound).isEmpty();
  }
}
