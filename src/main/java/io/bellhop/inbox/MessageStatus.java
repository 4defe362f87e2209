package io.bellhop.inbox;

import java.util.Locale;

/** What became of a message. */
public enum MessageStatus {
  /** Not settled: waits, runs, or waits for another try. */
  PENDING,
  /** It made an event. */
  DONE,
  /** Nobody handles it. */
  IGNORED,
  /** A repeat of one that was taken. */
  DUPLICATE,
  /** Its content went into another message of the same group. */
  MERGED,
  /** It said what was known. */
  UNCHANGED,
  /** It was older than what was known. */
  STALE,
  /** It failed for good; it can be replayed. */
  DEAD;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
