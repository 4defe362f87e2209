package io.bellhop.failure;

/** It can never work: the message is a dead letter until a user replays it. */
public final class PermanentFailureException extends RuntimeException {
  public PermanentFailureException(String message) {
    super(message);
  }
}
