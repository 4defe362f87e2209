package io.bellhop.failure;

import java.time.Instant;

/**
 * No call was made, or it failed, because the provider's API does not work for the account now. The
 * message waits, and this does not count as an attempt.
 */
public final class PausedException extends RetryableException {
  /**
   * @param at when to retry if nothing has woken the message before
   */
  public PausedException(String message, Instant at) {
    super(message, at, false);
  }
}
