package io.bellhop.ingest;

/** Nothing can be made of a body. The message names the cause, and quotes nothing of it. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
