package io.bellhop.net;

/** A URL that Bellhop may not call; the message names the reason and holds nothing of the URL. */
public final class ForbiddenTargetException extends RuntimeException {
  ForbiddenTargetException(String why) {
    super(why, null, false, false);
  }
}
