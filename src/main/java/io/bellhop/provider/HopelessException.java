package io.bellhop.provider;

/** It can never work: no try is made again until somebody replays it. */
public final class HopelessException extends RuntimeException {
  public HopelessException(String message) {
    super(message);
  }
}
