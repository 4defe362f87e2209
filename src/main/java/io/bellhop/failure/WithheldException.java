package io.bellhop.failure;

import java.time.Instant;

/**
 * The provider's API refuses the account this kind of call, while its other calls work. A route
 * that can do without the answer continues as after any refusal; a message whose route cannot
 * waits, as the record is not at fault.
 */
public final class WithheldException extends ApiRejectedException {
  private final transient Instant at;

  /**
   * @param code the HTTP status, or why no call was made
   * @param at when to retry
   */
  public WithheldException(String code, String message, Instant at) {
    super(code, message);
    this.at = at;
  }

  /** For a route that cannot continue without the answer. */
  public PausedException pause() {
    return new PausedException(getMessage(), at);
  }
}
