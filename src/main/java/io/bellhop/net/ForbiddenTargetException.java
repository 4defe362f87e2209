package io.bellhop.net;

/**
 * A URL that Bellhop must not call. The message names the reason and contains nothing of the URL.
 */
public final class ForbiddenTargetException extends RuntimeException {
  ForbiddenTargetException(String why) {
    super(why, null, false, false);
  }
}
