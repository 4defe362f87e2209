package io.bellhop.pipeline;

import com.fasterxml.uuid.Generators;
import io.bellhop.crypto.Sha256;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.WithheldException;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.inbox.MessageStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * Schedules another read of a record that Bellhop published without a part, because the provider's
 * API withholds that part from the account for now. The waiting message has a separate key, so that
 * it does not delay the record. When it is due, or when the account's pause ends, it becomes a
 * message in the record's order. At most one waits for each record. Thread-safe.
 */
public final class RereadScheduler {
  private static final String KEY = "read later ";

  private static final String WITHHELD = "bellhop.withheld";

  /** With doubling pauses, the last one is about half a day after the first. */
  private static final int MOST = 24;

  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * A part that the account may not read seldom becomes readable soon; if it does, the pause ends.
   */
  private static final List<Duration> LASTING =
      List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

  private final Clock clock;
  private final Duration first;

  /**
   * @param first the pause before the first repeated read
   */
  public RereadScheduler(Clock clock, Duration first) {
    this.clock = clock;
    this.first = first;
  }

  /** Records that the record of an exchange lacks a part. */
  static void note(Exchange exchange, WithheldException refusal) {
    exchange.setProperty(WITHHELD, refusal);
  }

  /** Schedules another read if the record lacks a part. */
  void remember(Exchange exchange, String type, String recordId, boolean isOrdered) {
    WithheldException refusal = exchange.getProperty(WITHHELD, WithheldException.class);
    ExchangeContext current = ExchangeContext.of(exchange);
    InboxMessage last = current.messages().get(current.messages().size() - 1);
    int readings = last.isReadAgain() ? last.attempts() : 0;
    if (refusal == null || readings >= (refusal.isLasting() ? LASTING.size() : MOST)) {
      return;
    }
    // If a message is not the state of one record, each message has its own subject.
    String subject = isOrdered ? recordId : Sha256.hex(last.idempotencyKey());
    InboxMessage later =
        later(last, KEY + type + "/" + subject, due(refusal, readings), last.orderKey(), readings);
    current.result().followUp(current.messages(), later);
  }

  /**
   * Postpones the read, because the account is paused and the message must not delay later ones of
   * its record.
   */
  void postpone(ExchangeContext current, PausedException pause) {
    InboxMessage again = current.first();
    String key = again.idempotencyKey().substring(0, again.idempotencyKey().lastIndexOf(' '));
    Instant due = pause.at() == null ? clock.instant().plus(first) : pause.at();
    current
        .result()
        .followUp(
            current.messages(),
            later(again, key, due, again.orderKey(), Math.max(0, again.attempts() - 1)));
    current.result().end(current.messages(), MessageStatus.MERGED, pause.getMessage());
  }

  /**
   * @param orderKey of the record's messages
   */
  private static InboxMessage later(
      InboxMessage of, String key, Instant due, String orderKey, int readings) {
    return InboxMessage.builder(newId(), of.accountId(), of.provider())
        .nativeEvent(of.nativeEvent())
        .keys(of.accountId() + " " + key, orderKey)
        .kind(MessageKind.READ_LATER)
        .receivedAt(of.receivedAt())
        .dueAt(due)
        .headers(of.headers())
        .body(of.body())
        .attempts(readings)
        .build();
  }

  private Instant due(WithheldException refusal, int readings) {
    Instant now = clock.instant();
    if (refusal.isLasting()) {
      return now.plus(LASTING.get(readings));
    }
    Duration doubled = first.multipliedBy(1L << Math.min(readings, 20));
    Instant due = now.plus(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
    return refusal.at() != null && refusal.at().isAfter(due) ? refusal.at() : due;
  }

  /** Ends the wait: the message continues in the order of its record. */
  static void begin(ClaimResult result, InboxMessage later) {
    UUID id = newId();
    String key = later.orderKey().substring(later.orderKey().indexOf(' ') + 1);
    InboxMessage again =
        InboxMessage.builder(id, later.accountId(), later.provider())
            .nativeEvent(later.nativeEvent())
            .keys(later.idempotencyKey(), key + " " + id)
            .kind(MessageKind.READ_AGAIN)
            .receivedAt(later.receivedAt())
            .headers(later.headers())
            .body(later.body())
            .attempts(later.attempts() + 1)
            .build();
    result.followUp(List.of(later), again);
    result.end(List.of(later), MessageStatus.MERGED, "Bellhop reads the record again: " + id);
  }

  private static UUID newId() {
    return Generators.timeBasedEpochGenerator().generate();
  }
}
