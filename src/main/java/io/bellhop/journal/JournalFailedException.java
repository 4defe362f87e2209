package io.bellhop.journal;

import java.io.IOException;

/**
 * The disk did not confirm a write. The pages may be lost although a second attempt seems to work,
 * so Bellhop must acknowledge nothing any more: the hub has to stop.
 */
public final class JournalFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  JournalFailedException(String message, IOException cause) {
    super(message, cause);
  }
}
