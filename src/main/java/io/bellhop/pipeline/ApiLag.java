package io.bellhop.pipeline;

import io.bellhop.event.KnownRecords;
import io.bellhop.inbox.InboxMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.apache.camel.Exchange;

/**
 * How long a provider's API may lag behind its own webhooks. If the API does not have a record yet,
 * or still shows its previous state, Bellhop reads it again, after pauses that grow with the time
 * since the webhook arrived. Thread-safe.
 */
public final class ApiLag {
  /** The first pause: 2 s if the longest lag is two minutes. */
  private static final int FIRST_PART = 60;

  /** The longest pause: half a minute if the longest lag is two minutes. */
  private static final int LONGEST_PART = 4;

  /**
   * A known record did exist, so Bellhop assumes sooner that it was deleted: after 20 s if the
   * longest lag is two minutes.
   */
  private static final int KNOWN_PART = 6;

  private final Clock clock;
  private final Duration most;
  private final KnownRecords known;

  /**
   * @param most the longest lag; zero to accept the first answer
   */
  public ApiLag(Clock clock, Duration most, KnownRecords known) {
    this.clock = clock;
    this.most = most;
    this.known = known;
  }

  /** Whether an exchange has read its record from the provider's API. */
  static boolean asked(Exchange exchange) {
    return AnswerTracker.of(exchange).isCalled();
  }

  /** When to read a record again that the API does not have; null if Bellhop gives up. */
  Instant missing(ExchangeContext current, String type, String recordId) {
    boolean there =
        type != null && recordId != null && known.knows(current.account().id(), type, recordId);
    return next(current, there ? most.dividedBy(KNOWN_PART) : most);
  }

  /** When to read a missing part of a record again; null if Bellhop gives up. */
  Instant missingPart(ExchangeContext current) {
    return next(current, most.dividedBy(FIRST_PART));
  }

  /** When to read a record again that contradicts its webhook; null if Bellhop gives up. */
  Instant behind(ExchangeContext current) {
    return next(current, most);
  }

  private Instant next(ExchangeContext current, Duration limit) {
    Instant now = clock.instant();
    Instant came =
        current.messages().stream()
            .map(InboxMessage::receivedAt)
            .max(Comparator.naturalOrder())
            .orElse(now);
    Instant end = came.plus(limit);
    if (!now.isBefore(end)) {
      return null;
    }
    Duration pause = Duration.between(came, now);
    Duration first = most.dividedBy(FIRST_PART);
    Duration longestPause = most.dividedBy(LONGEST_PART);
    pause =
        pause.compareTo(first) < 0
            ? first
            : pause.compareTo(longestPause) > 0 ? longestPause : pause;
    Instant next = now.plus(pause);
    return next.isBefore(end) ? next : end;
  }
}
