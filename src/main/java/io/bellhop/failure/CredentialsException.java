package io.bellhop.failure;

import java.time.Instant;

/**
 * It does not work with the credentials that the account has. Whoever waits for somebody to set
 * them right comes again; whoever asks can be told at once.
 */
public final class CredentialsException extends RetryableException {
  /**
   * @param at when to come again; null if nobody said
   */
  public CredentialsException(String message, Instant at) {
    super(message, at, true);
  }
}
