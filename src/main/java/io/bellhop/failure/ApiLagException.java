package io.bellhop.failure;

import java.time.Instant;

/**
 * The provider's API does not yet show what its own webhook states; Bellhop reads it again soon.
 */
public final class ApiLagException extends RetryableException {
  public ApiLagException(String message, Instant at) {
    super(message, at, true);
  }
}
