package io.bellhop.provider.client;

import io.bellhop.failure.RetryableException;
import java.time.Instant;

/**
 * The API does not answer, or answers only with errors. A single case may be chance; repeated cases
 * are an outage.
 */
final class NoAnswerException extends RetryableException {
  NoAnswerException(String message, Instant at) {
    super(message, at, true);
  }
}
