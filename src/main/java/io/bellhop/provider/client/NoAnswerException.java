package io.bellhop.provider.client;

import io.bellhop.failure.RetryableException;
import java.time.Instant;

/** The API does not answer, or only with errors: once it is chance, repeatedly it is an outage. */
final class NoAnswerException extends RetryableException {
  NoAnswerException(String message, Instant at) {
    super(message, at, true);
  }
}
