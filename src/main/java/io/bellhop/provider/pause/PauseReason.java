package io.bellhop.provider.pause;

import java.util.Locale;

/** Why a provider's API does not work for an account. */
public enum PauseReason {
  /** It does not take the credentials, or there are none. */
  CREDENTIALS(true),
  /** It refuses the account or our address: blocked, locked, halted, a challenge of its CDN. */
  BLOCKED(false),
  /** It does not give this kind of thing to the account: not paid for, not installed, no scope. */
  NOT_ENABLED(false),
  /** It does not answer, or only with errors. */
  OUTAGE(false);

  private final boolean endedByAnySuccess;

  PauseReason(boolean endedByAnySuccess) {
    this.endedByAnySuccess = endedByAnySuccess;
  }

  /** Whether any call that works ends the pause, and not only one like that which failed. */
  boolean isEndedByAnySuccess() {
    return endedByAnySuccess;
  }

  /** As events, the database and health call it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PauseReason of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
