package io.bellhop.failure;

/** It can never work: no try is made again until somebody replays it. */
public final class PermanentFailureException extends RuntimeException {
  public PermanentFailureException(String message) {
    super(message);
  }
}
