package io.bellhop.provider.pause;

import java.util.Locale;

/** Why a provider's API does not work for an account. */
public enum PauseReason {
  /** The API does not accept the credentials, or there are none. */
  CREDENTIALS(true),
  /**
   * The API refuses the account or Bellhop's address: blocked, locked, halted, a challenge of its
   * CDN.
   */
  BLOCKED(false),
  /**
   * The API does not allow the account this kind of call: not paid for, not installed, no scope.
   */
  NOT_ENABLED(false),
  /** The API does not answer, or answers only with errors. */
  OUTAGE(false);

  private final boolean endedByAnySuccess;

  PauseReason(boolean endedByAnySuccess) {
    this.endedByAnySuccess = endedByAnySuccess;
  }

  /** Whether any successful call ends the pause, and not only one like the failed call. */
  boolean isEndedByAnySuccess() {
    return endedByAnySuccess;
  }

  /** The name of the reason in events, the database and health. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PauseReason of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
