package io.bellhop.failure;

import java.time.Instant;

/**
 * The provider's API does not give the account this kind of thing, while its other calls work. A
 * route that can do without goes on as after any refusal; what cannot waits, as it is not the
 * record's fault.
 */
public final class WithheldException extends ApiRejectedException {
  private final transient Instant at;

  /**
   * @param code the HTTP status, or why no call was made
   * @param at when to ask again
   */
  public WithheldException(String code, String message, Instant at) {
    super(code, message);
    this.at = at;
  }

  /** What a route that cannot do without waits for. */
  public PausedException pause() {
    return new PausedException(getMessage(), at);
  }
}
