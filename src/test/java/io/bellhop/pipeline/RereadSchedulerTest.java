package io.bellhop.pipeline;

import static io.bellhop.pipeline.RouteExchange.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.failure.PausedException;
import io.bellhop.failure.WithheldException;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.support.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** When a record that lacks a part is read again. */
class RereadSchedulerTest {
  private final MutableClock clock = new MutableClock();
  private final RereadScheduler reads = new RereadScheduler(clock, Duration.ofSeconds(1));

  @Test
  void a_whole_record_is_not_read_again() {
    assertThat(later(null, RouteExchange.message("k"))).isNull();
  }

  @Test
  void the_message_waits_for_the_end_of_the_pause_under_a_key_of_its_own() {
    InboxMessage message = RouteExchange.message("k", 2, null);
    Instant end = clock.instant().plusSeconds(90);

    InboxMessage later = later(withheld(end, false), message);

    assertThat(later.kind()).isEqualTo(MessageKind.READ_LATER);
    assertThat(later.dueAt()).isEqualTo(end);
    assertThat(later.orderKey())
        .isEqualTo(message.accountId() + " read later reservation/7")
        .isNotEqualTo(message.orderKey());

    InboxMessage again = begun(later);
    assertThat(again.kind()).isEqualTo(MessageKind.READ_AGAIN);
    assertThat(again.orderKey()).as("in the order of its record").isEqualTo(message.orderKey());
    assertThat(again.idempotencyKey()).isNotEqualTo(message.idempotencyKey());
    assertThat(again.receivedAt()).as("its body is no newer").isEqualTo(NOW);
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void the_pauses_grow_and_end() {
    List<Duration> pauses = pauses(withheld(null, false));

    assertThat(pauses)
        .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
        .endsWith(Duration.ofHours(1))
        .hasSizeLessThan(30);
  }

  @Test
  void what_the_account_may_not_read_at_all_is_asked_for_a_few_times() {
    assertThat(pauses(withheld(null, true)))
        .containsExactly(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));
  }

  @Test
  void one_that_a_paused_account_keeps_from_reading_holds_up_nothing_of_its_record() {
    InboxMessage later = later(withheld(null, false), RouteExchange.message("k"));
    InboxMessage again = begun(later);
    ClaimResult result = RouteExchange.result(again);
    Instant end = clock.instant().plusSeconds(60);

    reads.postpone(
        new ExchangeContext(result, RouteExchange.account(), List.of(again)),
        new PausedException("no API call now", end));

    assertThat(result.mustWait()).isFalse();
    assertThat(result.finished().outcomes().get(0).status()).isEqualTo(MessageStatus.MERGED);
    InboxMessage next = result.finished().followUps().get(0);
    assertThat(next.orderKey()).isEqualTo(later.orderKey());
    assertThat(next.idempotencyKey()).isEqualTo(later.idempotencyKey());
    assertThat(next.attempts()).as("it was no reading").isEqualTo(later.attempts());
    assertThat(next.dueAt()).isEqualTo(end);
  }

  private List<Duration> pauses(WithheldException refusal) {
    List<Duration> pauses = new ArrayList<>();
    InboxMessage later = later(refusal, RouteExchange.message("k"));
    while (later != null) {
      pauses.add(Duration.between(clock.instant(), later.dueAt()));
      later = later(refusal, begun(later));
    }
    return pauses;
  }

  private InboxMessage later(WithheldException refusal, InboxMessage message) {
    ClaimResult result = RouteExchange.result(message);
    Exchange exchange = RouteExchange.exchange(new DefaultCamelContext(), null);
    new ExchangeContext(result, RouteExchange.account(), List.of(message)).on(exchange);
    if (refusal != null) {
      RereadScheduler.note(exchange, refusal);
    }
    reads.remember(exchange, "reservation", "7", true);
    List<InboxMessage> made = result.finished().followUps();
    return made.isEmpty() ? null : made.get(0);
  }

  private static InboxMessage begun(InboxMessage later) {
    ClaimResult result = RouteExchange.result(later);
    RereadScheduler.begin(result, later);
    assertThat(result.finished().outcomes().get(0).status()).isEqualTo(MessageStatus.MERGED);
    return result.finished().followUps().get(0);
  }

  private static WithheldException withheld(Instant at, boolean lasting) {
    return new WithheldException("none", "no API call now", at, lasting);
  }
}
