package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteExchange.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellhop.event.ClaimOutcome;
import io.bellhop.failure.ApiLagException;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
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

class RetryPolicyTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final int TRIES = 5;

  private final RetryPolicy retries =
      new RetryPolicy(Clock.fixed(NOW, ZoneOffset.UTC), TRIES, FIRST, LONGEST);

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 4", "3, 8", "10, 1024", "11, 1800", "12, 1800", "100000, 1800"})
  void the_pause_doubles_from_try_to_try_up_to_the_longest(int attempts, long seconds) {
    long millis = RetryPolicy.pause(attempts, FIRST, LONGEST, () -> Long.MIN_VALUE).toMillis();

    assertThat(millis).isCloseTo(seconds * 1000, within(1L));
  }

  @Test
  void it_is_spread_by_a_fifth_both_ways_and_never_more() {
    Random random = new Random(1);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 10_000; i++) {
      long millis = RetryPolicy.pause(3, FIRST, LONGEST, random).toMillis();
      least = Math.min(least, millis);
      most = Math.max(most, millis);
    }

    assertThat(least).isBetween(6_400L, 6_500L);
    assertThat(most).isBetween(9_500L, 9_600L);
  }

  @Test
  void a_failure_is_tried_again_after_the_pause() {
    InboxMessage message = RouteExchange.message("k", 2, null);

    ClaimOutcome finished = fail(new RetryableException("answers 503", null, true), message);

    MessageOutcome outcome = finished.outcomes().get(0);
    assertThat(outcome.message()).isEqualTo(message.id());
    assertThat(outcome.status()).isEqualTo(MessageStatus.PENDING);
    assertThat(outcome.attempts()).isEqualTo(3);
    assertThat(outcome.error()).isEqualTo("answers 503");
    assertThat(outcome.dueAt()).isBetween(NOW.plusMillis(3_200), NOW.plusMillis(4_800));
    assertThat(finished.retryAt()).isEqualTo(outcome.dueAt());
  }

  @Test
  void a_time_that_the_provider_named_is_kept_never_before_and_hardly_after() {
    Instant named = NOW.plus(Duration.ofHours(3));

    ClaimOutcome finished =
        fail(new RetryableException("429", named, true), RouteExchange.message("k"));

    assertThat(finished.retryAt()).isBetween(named, named.plusMillis(250));
  }

  @Test
  void a_named_pause_that_does_not_help_grows_with_the_tries() {
    Instant named = NOW.plusSeconds(1);

    ClaimOutcome finished =
        fail(new RetryableException("503", named, true), RouteExchange.message("k", 3, null));

    assertThat(finished.retryAt()).isBetween(NOW.plusMillis(6_400), NOW.plusMillis(9_600));
  }

  @Test
  void waiting_for_a_record_has_pauses_of_its_own_and_never_ends_in_death() {
    Instant again = NOW.plusSeconds(2);

    ClaimOutcome finished =
        fail(new ApiLagException("not there yet", again), RouteExchange.message("k", 20, null));

    assertThat(finished.outcomes())
        .extracting(MessageOutcome::status)
        .containsExactly(MessageStatus.PENDING);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(21);
    assertThat(finished.retryAt()).isBetween(again, again.plusMillis(250));
  }

  @Test
  void a_paused_account_costs_no_try() {
    Instant again = NOW.plusSeconds(300);

    ClaimOutcome finished =
        fail(new PausedException("blocked", again), RouteExchange.message("k", 4, null));

    assertThat(finished.outcomes())
        .extracting(MessageOutcome::status)
        .containsExactly(MessageStatus.PENDING);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(4);
    assertThat(finished.retryAt()).isBetween(again, again.plusMillis(250));
  }

  @Test
  void a_page_of_a_list_does_not_wait_for_a_paused_account() {
    InboxMessage page = page(TRIES - 1);

    ClaimOutcome finished = fail(new PausedException("blocked", NOW.plusSeconds(300)), page);

    assertThat(finished.outcomes())
        .extracting(MessageOutcome::status)
        .containsExactly(MessageStatus.DEAD);
  }

  private static InboxMessage page(int attempts) {
    return RouteExchange.message("k", attempts, null).toBuilder()
        .kind(MessageKind.SYNC_PAGE)
        .build();
  }

  @Test
  void after_the_last_try_it_is_dead() {
    ClaimOutcome finished =
        fail(
            new RetryableException("answers 503", null, true), RouteExchange.message("k", 4, null));

    assertThat(finished.outcomes())
        .extracting(MessageOutcome::status)
        .containsExactly(MessageStatus.DEAD);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(TRIES);
    assertThat(finished.retryAt()).as("the rest of the key need not wait").isNull();
  }

  @Test
  void what_can_never_work_is_dead_at_once() {
    ClaimOutcome finished =
        fail(new PermanentFailureException("no id"), RouteExchange.message("k"));

    assertThat(finished.outcomes())
        .extracting(MessageOutcome::status)
        .containsExactly(MessageStatus.DEAD);
    assertThat(finished.outcomes().get(0).error()).isEqualTo("no id");
    assertThat(finished.retryAt()).isNull();
  }

  @Test
  void waiting_for_a_place_is_no_try_and_never_ends_in_death() {
    ClaimOutcome finished =
        fail(
            new RetryableException("waits for the limit", NOW.plusSeconds(1), false),
            RouteExchange.message("k", 4, null));

    assertThat(finished.outcomes())
        .extracting(MessageOutcome::status)
        .containsExactly(MessageStatus.PENDING);
    assertThat(finished.outcomes().get(0).attempts()).isEqualTo(4);
  }

  @Test
  void what_camel_has_wrapped_is_unwrapped() {
    Exception wrapped =
        new CamelExecutionException(
            "step failed",
            RouteExchange.exchange(new DefaultCamelContext(), null),
            new RuntimeException(new PermanentFailureException("no id")));

    ClaimOutcome finished = fail(wrapped, RouteExchange.message("k"));

    assertThat(finished.outcomes().get(0).status()).isEqualTo(MessageStatus.DEAD);
    assertThat(finished.outcomes().get(0).error()).isEqualTo("no id");
  }

  @Test
  void the_text_of_a_failure_that_is_not_ours_may_quote_a_guest_and_is_not_kept() {
    ClaimOutcome finished =
        fail(
            new IllegalArgumentException("cannot read ada@example.com"),
            RouteExchange.message("k"));

    assertThat(finished.outcomes().get(0).error()).isEqualTo("IllegalArgumentException");
    assertThat(finished.outcomes().get(0).status()).isEqualTo(MessageStatus.PENDING);
  }

  @Test
  void deliveries_that_were_merged_fail_together_and_the_most_tried_one_decides() {
    InboxMessage young = RouteExchange.message("a", 0, null);
    InboxMessage old = RouteExchange.message("b", 4, null);

    ClaimOutcome finished = fail(new RetryableException("answers 503", null, true), young, old);

    assertThat(finished.outcomes())
        .extracting(MessageOutcome::status)
        .containsOnly(MessageStatus.DEAD);
    assertThat(finished.outcomes())
        .extracting(MessageOutcome::attempts)
        .containsExactlyInAnyOrder(1, 5);
  }

  private ClaimOutcome fail(Exception failure, InboxMessage... messages) {
    ClaimResult result = RouteExchange.result(messages);
    retries.fail(new ExchangeContext(result, RouteExchange.account(), List.of(messages)), failure);
    return result.finished();
  }
}
