package io.bellhop.failure;

import java.time.Instant;

/** The work fails now and may succeed later. The exception's text contains no data of a payload. */
public class RetryableException extends RuntimeException {
  private final transient Instant at;
  private final boolean counts;

  /**
   * @param at when to retry; null if the provider named no time
   * @param counts whether this was a failed attempt, as opposed to one that Bellhop did not make
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
