package io.bellhop.access;

/** A key was right, and no longer is. */
public final class ExpiredKeyException extends RuntimeException {
  ExpiredKeyException() {
    // It becomes an answer and needs no stack trace.
    super("The key has expired", null, false, false);
  }
}
