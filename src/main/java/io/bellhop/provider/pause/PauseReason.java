package io.bellhop.provider.pause;

import java.util.Locale;

/** Why a provider's API does not work for an account. */
public enum PauseReason {
  /** It does not accept the credentials, or there are none. */
  CREDENTIALS(true),
  /**
   * It refuses the account or Bellhop's address: blocked, locked, halted, a challenge of its CDN.
   */
  BLOCKED(false),
  /** It does not allow the account this kind of call: not paid for, not installed, no scope. */
  NOT_ENABLED(false),
  /** It does not answer, or only with errors. */
  OUTAGE(false);

  private final boolean endedByAnySuccess;

  PauseReason(boolean endedByAnySuccess) {
    this.endedByAnySuccess = endedByAnySuccess;
  }

  /** Whether any successful call ends the pause, and not only one like the failed call. */
  boolean isEndedByAnySuccess() {
    return endedByAnySuccess;
  }

  /** The word for it in events, the database and health. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PauseReason of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
