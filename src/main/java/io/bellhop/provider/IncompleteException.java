package io.bellhop.provider;

/** The account lacks what a provider wants to be told. The message names the field. */
public final class IncompleteException extends RuntimeException {
  public IncompleteException(String message) {
    super(message);
  }
}
