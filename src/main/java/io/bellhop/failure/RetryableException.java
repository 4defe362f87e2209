package io.bellhop.failure;

import java.time.Instant;

/** It fails now and may work later. The message holds nothing of a payload. */
public class RetryableException extends RuntimeException {
  private final transient Instant at;
  private final boolean counts;

  /**
   * @param at when to retry; null if the provider named no time
   * @param counts whether this was a failed attempt, as opposed to one that was not made
   */
  public RetryableException(String message, Instant at, boolean counts) {
    super(message);
    this.at = at;
    this.counts = counts;
  }

  public Instant at() {
    return at;
  }

  public boolean counts() {
    return counts;
  }
}
