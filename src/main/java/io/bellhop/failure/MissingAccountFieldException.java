package io.bellhop.failure;

/** The account lacks what a provider wants to be told. The message names the field. */
public final class MissingAccountFieldException extends RuntimeException {
  public MissingAccountFieldException(String message) {
    super(message);
  }
}
