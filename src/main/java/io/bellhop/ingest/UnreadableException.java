package io.bellhop.ingest;

/** A body cannot be used. The message names the cause, and quotes nothing of the body. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
