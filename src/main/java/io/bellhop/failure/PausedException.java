package io.bellhop.failure;

import java.time.Instant;

/**
 * Bellhop made no call, or the call failed, because the provider's API does not work for the
 * account now. The message waits, which does not count as an attempt.
 */
public final class PausedException extends RetryableException {
  /**
   * @param at when to retry unless the message is woken earlier
   */
  public PausedException(String message, Instant at) {
    super(message, at, false);
  }
}
