package io.bellhop.failure;

import java.time.Instant;

/**
 * The provider's API refuses the account this kind of call, while its other calls work. A route
 * that can do without the answer continues as after any refusal; a message whose route cannot
 * waits, as the record is not at fault.
 */
public final class WithheldException extends ApiRejectedException {
  private final transient Instant at;
  private final boolean lasting;

  /**
   * @param code the HTTP status, or why no call was made
   * @param at when to retry
   * @param lasting whether the account has no right to such calls, which no pause changes
   */
  public WithheldException(String code, String message, Instant at, boolean lasting) {
    super(code, message);
    this.at = at;
    this.lasting = lasting;
  }

  /** When to retry; null if the end of the pause determines it. */
  public Instant at() {
    return at;
  }

  /** Whether the account has no right to such calls, which no pause changes. */
  public boolean isLasting() {
    return lasting;
  }

  /** For a route that cannot continue without the answer. */
  public PausedException pause() {
    return new PausedException(getMessage(), at);
  }
}
