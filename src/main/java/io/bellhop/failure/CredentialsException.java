package io.bellhop.failure;

import java.time.Instant;

/**
 * The call fails with the account's present credentials. Bellhop retries a message until they are
 * corrected; a caller of Bellhop's API gets the error at once.
 */
public final class CredentialsException extends RetryableException {
  /**
   * @param at when to retry; null if the provider named no time
   */
  public CredentialsException(String message, Instant at) {
    super(message, at, true);
  }
}
