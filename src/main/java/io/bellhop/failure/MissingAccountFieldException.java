package io.bellhop.failure;

/** The account lacks a field that the provider's call needs. The message names the field. */
public final class MissingAccountFieldException extends RuntimeException {
  public MissingAccountFieldException(String message) {
    super(message);
  }
}
