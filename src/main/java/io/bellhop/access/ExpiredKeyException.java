package io.bellhop.access;

/** The key was valid but has expired. */
public final class ExpiredKeyException extends RuntimeException {
  ExpiredKeyException() {
    // The exception becomes an answer and needs no stack trace.
    super("The key has expired", null, false, false);
  }
}
