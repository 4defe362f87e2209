package io.bellhop.failure;

/** The message can never succeed. It is a dead letter until a user replays it. */
public final class PermanentFailureException extends RuntimeException {
  public PermanentFailureException(String message) {
    super(message);
  }
}
