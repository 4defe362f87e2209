package io.bellhop.provider;

import static io.bellhop.provider.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Outcome;
import io.bellhop.inbox.Status;
import io.bellhop.publish.Finished;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final int TRIES = 5;

  private final Retries retries =
      new Retries(Clock.fixed(NOW, ZoneOffset.UTC), TRIES, FIRST, LONGEST);

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 4", "3, 8", "10, 1024", "11, 1800", "12, 1800", "100000, 1800"})
  void the_pause_doubles_from_try_to_try_up_to_the_longest(int attempts, long seconds) {
    long millis = Retries.pause(attempts, FIRST, LONGEST, () -> Long.MIN_VALUE).toMillis();

    assertThat(millis).isCloseTo(seconds * 1000, within(1L));
  }

  @Test
  void it_is_spread_by_a_fifth_both_ways_and_never_more() {
    Random random = new Random(1);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 10_000; i++) {
      long millis = Retries.pause(3, FIRST, LONGEST, random).toMillis();
      least = Math.min(least, millis);
      most = Math.max(most, millis);
    }

    assertThat(least).isBetween(6_400L, 6_500L);
    assertThat(most).isBetween(9_500L, 9_600L);
  }

  @Test
  void a_failure_is_tried_again_after_the_pause() {
    Delivery delivery = Given.delivery("k", 2, null);

    Finished finished = fail(new ComeAgainException("answers 503", null, true), delivery);

    Outcome outcome = finished.outcomes().get(0);
    assertThat(outcome.delivery()).isEqualTo(delivery.id());
    assertThat(outcome.status()).isEqualTo(Status.PENDING);
    assertThat(outcome.attempts()).isEqualTo(3);
    assertThat(outcome.error()).isEqualTo("answers 503");
    assertThat(outcome.dueAt()).isBetween(NOW.plusMillis(3_200), NOW.plusMillis(4_800));
    assertThat(finished.retryAt()).isEqualTo(outcome.dueAt());
  }

  @Test
  void a_time_that_the_provider_named_is_kept_never_before_and_hardly_after() {
    Instant named = NOW.plus(Duration.ofHours(3));

    Finished finished = fail(new ComeAgainException("429", named, true), Given.delivery("k"));

    assertThat(finished.retryAt()).isBetween(named, named.plusMillis(250));
  }

  @Test
  void a_named_pause_that_does_not_help_grows_with_the_tries() {
    Instant named = NOW.plusSeconds(1);

    Finished finished =
        fail(new ComeAgainException("503", named, true), Given.delivery("k", 3, null));

    assertThat(finished.retryAt()).isBetween(NOW.plusMillis(6_400), NOW.plusMillis(9_600));
  }

  @Test
  void waiting_for_a_record_has_pauses_of_its_own_and_never_ends_in_death() {
    Instant again = NOW.plusSeconds(2);

    Finished finished =
        fail(new ApiLagException("not there yet", again), Given.delivery("k", 20, null));

    assertThat(finished.outcomes()).extracting(Outcome::status).containsExactly(Status.PENDING);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(21);
    assertThat(finished.retryAt()).isBetween(again, again.plusMillis(250));
  }

  @Test
  void a_paused_account_costs_no_try() {
    Instant again = NOW.plusSeconds(300);

    Finished finished = fail(new PausedException("blocked", again), Given.delivery("k", 4, null));

    assertThat(finished.outcomes()).extracting(Outcome::status).containsExactly(Status.PENDING);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(4);
    assertThat(finished.retryAt()).isBetween(again, again.plusMillis(250));
  }

  @Test
  void a_page_of_a_list_does_not_wait_for_a_paused_account() {
    Delivery page = page(TRIES - 1);

    Finished finished = fail(new PausedException("blocked", NOW.plusSeconds(300)), page);

    assertThat(finished.outcomes()).extracting(Outcome::status).containsExactly(Status.DEAD);
  }

  private static Delivery page(int attempts) {
    Delivery d = Given.delivery("k", attempts, null);
    return new Delivery(
        d.id(),
        d.accountId(),
        d.provider(),
        d.nativeEvent(),
        d.orderKey(),
        d.idempotencyKey(),
        Delivery.SYNC_PAGE,
        false,
        d.receivedAt(),
        d.dueAt(),
        d.headers(),
        d.body(),
        d.attempts(),
        null);
  }

  @Test
  void after_the_last_try_it_is_dead() {
    Finished finished =
        fail(new ComeAgainException("answers 503", null, true), Given.delivery("k", 4, null));

    assertThat(finished.outcomes()).extracting(Outcome::status).containsExactly(Status.DEAD);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(TRIES);
    assertThat(finished.retryAt()).as("the rest of the key need not wait").isNull();
  }

  @Test
  void what_can_never_work_is_dead_at_once() {
    Finished finished = fail(new HopelessException("no id"), Given.delivery("k"));

    assertThat(finished.outcomes()).extracting(Outcome::status).containsExactly(Status.DEAD);
    assertThat(finished.outcomes().get(0).error()).isEqualTo("no id");
    assertThat(finished.retryAt()).isNull();
  }

  @Test
  void waiting_for_a_place_is_no_try_and_never_ends_in_death() {
    Finished finished =
        fail(
            new ComeAgainException("waits for the limit", NOW.plusSeconds(1), false),
            Given.delivery("k", 4, null));

    assertThat(finished.outcomes()).extracting(Outcome::status).containsExactly(Status.PENDING);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(4);
  }

  @Test
  void what_camel_has_wrapped_is_unwrapped() {
    Exception wrapped =
        new CamelExecutionException(
            "step failed",
            Given.exchange(new DefaultCamelContext(), null),
            new RuntimeException(new HopelessException("no id")));

    Finished finished = fail(wrapped, Given.delivery("k"));

    assertThat(finished.outcomes().get(0).status()).isEqualTo(Status.DEAD);
    assertThat(finished.outcomes().get(0).error()).isEqualTo("no id");
  }

  @Test
  void the_text_of_a_failure_that_is_not_ours_may_quote_a_guest_and_is_not_kept() {
    Finished finished =
        fail(new IllegalArgumentException("cannot read ada@example.com"), Given.delivery("k"));

    assertThat(finished.outcomes().get(0).error()).isEqualTo("IllegalArgumentException");
    assertThat(finished.outcomes().get(0).status()).isEqualTo(Status.PENDING);
  }

  @Test
  void deliveries_that_were_merged_fail_together_and_the_most_tried_one_decides() {
    Delivery young = Given.delivery("a", 0, null);
    Delivery old = Given.delivery("b", 4, null);

    Finished finished = fail(new ComeAgainException("answers 503", null, true), young, old);

    assertThat(finished.outcomes()).extracting(Outcome::status).containsOnly(Status.DEAD);
    assertThat(finished.outcomes()).extracting(Outcome::attempts).containsExactlyInAnyOrder(1, 5);
  }

  private Finished fail(Exception failure, Delivery... deliveries) {
    Work work = Given.work(deliveries);
    retries.fail(new Current(work, Given.account(), List.of(deliveries)), failure);
    return work.finished();
  }
}
