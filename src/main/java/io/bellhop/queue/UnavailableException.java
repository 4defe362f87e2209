package io.bellhop.queue;

import java.io.IOException;

/**
 * Nothing can be written for now, for a reason that does not depend on the items: to try them one
 * by one would be in vain.
 */
public final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String why) {
    super(why);
  }

  public UnavailableException(String why, Throwable cause) {
    super(why, cause);
  }

  /** In words for logs and users. */
  @Override
  public String toString() {
    return getMessage();
  }
}
