package io.bellhop.pipeline;

import io.bellhop.failure.ApiLagException;
import io.bellhop.failure.PausedException;
import io.bellhop.failure.PermanentFailureException;
import io.bellhop.failure.RetryableException;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.apache.camel.TypeConversionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows a failure: a retry after a growing, jittered pause or at the provider's
 * time; or a dead letter, if the message can never succeed or has failed too often. Thread-safe.
 */
public final class RetryPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

  private static final double JITTER = 0.2;

  /**
   * About two minutes, so that a sync soon reports that it cannot continue. The next run reads the
   * page again.
   */
  private static final int MAX_PAGE_ATTEMPTS = 8;

  private final Clock clock;
  private final int maxAttempts;
  private final Duration first;
  private final Duration longest;

  public RetryPolicy(Clock clock, int maxAttempts, Duration first, Duration longest) {
    this.clock = clock;
    this.maxAttempts = maxAttempts;
    this.first = first;
    this.longest = longest;
  }

  void fail(ExchangeContext current, Throwable failure) {
    Throwable cause = cause(failure);
    String error = describe(cause);
    // A retry with the same body would fail in the same way.
    boolean permanent =
        cause instanceof PermanentFailureException || cause instanceof TypeConversionException;
    InboxMessage worst = current.first();
    for (InboxMessage d : current.messages()) {
      worst = d.attempts() > worst.attempts() ? d : worst;
    }
    boolean counts = counts(cause, worst);
    int most = worst.isSyncPage() ? Math.min(maxAttempts, MAX_PAGE_ATTEMPTS) : maxAttempts;
    // Time limits the wait for a lagging API, not attempts.
    boolean untilDeadline = cause instanceof ApiLagException;
    boolean dead = permanent || counts && !untilDeadline && worst.attempts() + 1 >= most;
    Instant at = dead ? null : next(cause, worst, counts);
    List<MessageOutcome> outcomes =
        current.messages().stream()
            .map(
                d ->
                    new MessageOutcome(
                        d.id(),
                        dead ? MessageStatus.DEAD : MessageStatus.PENDING,
                        d.attempts() + (counts ? 1 : 0),
                        error,
                        at,
                        List.of()))
            .toList();
    current.result().fail(current.messages(), outcomes, at);
    if (dead) {
      LOG.warn("Bellhop dead-letters {} after {} attempts: {}", worst, worst.attempts() + 1, error);
    } else if (counts) {
      LOG.info("{}: Bellhop retries at {}: {}", worst, at, error);
    } else {
      // In a burst this happens thousands of times without a fault.
      LOG.debug("{}: Bellhop retries at {}: {}", worst, at, error);
    }
  }

  /**
   * Whether a failure counts as an attempt. A page of a list does not wait for a paused account:
   * its sync should report that it cannot continue.
   */
  private static boolean counts(Throwable cause, InboxMessage message) {
    return !(cause instanceof RetryableException again)
        || again.counts()
        || cause instanceof PausedException && message.isSyncPage();
  }

  private Instant next(Throwable cause, InboxMessage message, boolean counts) {
    Instant backoff =
        clock
            .instant()
            .plus(pause(message.attempts(), first, longest, ThreadLocalRandom.current()));
    Instant named = cause instanceof RetryableException again ? again.at() : null;
    if (named == null || cause instanceof PausedException && message.isSyncPage()) {
      return backoff;
    }
    // A retry may be later than the provider's time, but not earlier; a random delay separates
    // callers.
    Instant polite = named.plusMillis(ThreadLocalRandom.current().nextLong(250));
    // A message that keeps failing at the provider's times waits longer.
    boolean grows = counts && !(cause instanceof ApiLagException);
    return grows && backoff.isAfter(polite) ? backoff : polite;
  }

  /** A pause that doubles with each attempt up to the longest, plus or minus a fifth. */
  static Duration pause(int attempts, Duration first, Duration longest, RandomGenerator random) {
    double doubled = first.toMillis() * Math.pow(2, Math.min(attempts, 40));
    double capped = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis((long) (capped * (1 - JITTER + 2 * JITTER * random.nextDouble())));
  }

  /** Camel wraps the exceptions of steps. */
  private static Throwable cause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof RetryableException || t instanceof PermanentFailureException) {
        return t;
      }
    }
    return failure;
  }

  /**
   * The error without payload: Bellhop's own texts are safe; of other exceptions this uses only the
   * class.
   */
  private static String describe(Throwable cause) {
    boolean ours =
        cause instanceof RetryableException
            || cause instanceof PermanentFailureException
            || cause instanceof IllegalStateException;
    return ours ? cause.getMessage() : cause.getClass().getSimpleName();
  }
}
