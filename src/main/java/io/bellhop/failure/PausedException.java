package io.bellhop.failure;

import java.time.Instant;

/**
 * No call was made, or it was of no avail, because the provider's API does not work for the account
 * now. The message waits without costing a try.
 */
public final class PausedException extends RetryableException {
  /**
   * @param at when to ask again if nothing has woken the message before
   */
  public PausedException(String message, Instant at) {
    super(message, at, false);
  }
}
