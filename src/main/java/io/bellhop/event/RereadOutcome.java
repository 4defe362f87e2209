package io.bellhop.event;

import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The outcome of a message whose record Bellhop must read again from the API. */
final class RereadOutcome {
  private static final String WHY =
      "the record is not newer than its snapshot: Bellhop reads it from the provider's API again";

  /** Most APIs have caught up after a second. */
  private static final Duration FIRST = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private RereadOutcome() {}

  static MessageOutcome later(InboxMessage message, Instant now) {
    Duration pause = FIRST.multipliedBy(1L << Math.min(message.attempts(), 10));
    return new MessageOutcome(
        message.id(),
        MessageStatus.PENDING,
        message.attempts() + 1,
        WHY,
        now.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause),
        List.of());
  }
}
