package io.bellhop.queue;

import java.io.IOException;

/**
 * The database accepts no writes for now, whatever the items, so trying them one by one is useless.
 */
public final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String why) {
    super(why);
  }

  public UnavailableException(String why, Throwable cause) {
    super(why, cause);
  }

  /** A text for logs and users. */
  @Override
  public String toString() {
    return getMessage();
  }
}
