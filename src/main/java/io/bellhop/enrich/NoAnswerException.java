package io.bellhop.enrich;

import io.bellhop.provider.ComeAgainException;
import java.time.Instant;

/** The API does not answer, or only with errors: chance if it is once, an outage if it goes on. */
final class NoAnswerException extends ComeAgainException {
  NoAnswerException(String message, Instant at) {
    super(message, at, true);
  }
}
