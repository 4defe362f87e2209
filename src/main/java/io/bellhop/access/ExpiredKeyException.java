package io.bellhop.access;

/** The key was valid, and has expired. */
public final class ExpiredKeyException extends RuntimeException {
  ExpiredKeyException() {
    // It becomes an answer and needs no stack trace.
    super("The key has expired", null, false, false);
  }
}
