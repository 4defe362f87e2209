package io.bellhop.provider;

/** It can never work: no try is made again until somebody replays it. */
final class HopelessException extends RuntimeException {
  HopelessException(String message) {
    super(message);
  }
}
