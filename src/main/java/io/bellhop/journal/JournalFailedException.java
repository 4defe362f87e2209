package io.bellhop.journal;

import java.io.IOException;

/**
 * The disk did not confirm what was written. Its pages may be gone while a second attempt would
 * seem to work, so nothing may be acknowledged any more: the hub has to stop.
 */
public final class JournalFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  JournalFailedException(String message, IOException cause) {
    super(message, cause);
  }
}
