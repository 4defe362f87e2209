package io.bellhop.net;

/** A URL that nothing may be posted to; the text says why and holds nothing of the URL. */
public final class ForbiddenTargetException extends RuntimeException {
  ForbiddenTargetException(String why) {
    super(why, null, false, false);
  }
}
