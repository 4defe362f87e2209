package io.bellhop.inbox;

import java.util.Locale;

/** The status of a message. */
public enum MessageStatus {
  /** Not settled: it waits, is being processed, or waits for a retry. */
  PENDING,
  /** It made an event. */
  DONE,
  /** No subscriber needs its event. */
  IGNORED,
  /** A repeat of a message that counted. */
  DUPLICATE,
  /** Its content went into another message of the same group. */
  MERGED,
  /** The snapshot already has the same content. */
  UNCHANGED,
  /** It is older than the snapshot. */
  STALE,
  /** A dead letter: it failed for good, and can be replayed. */
  DEAD;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
