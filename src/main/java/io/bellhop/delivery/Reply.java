package io.bellhop.delivery;

/**
 * What came of a post.
 *
 * @param status the HTTP status; 200 if a Camel endpoint took it; 0 if there was none
 * @param error why there was none, in few words; null if there was
 * @param answer the start of the body
 * @param retryAfter the header of that name; null if it was not sent
 */
public record Reply(int status, String error, String answer, String retryAfter) {
  /** A Camel endpoint took it: it has no status of its own, so it gets the one of a success. */
  static Reply taken() {
    return new Reply(200, null, null, null);
  }

  static Reply failed(String error) {
    return new Reply(0, error, null, null);
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** The receiver wants nothing any more (RFC 9110 15.5.11). */
  boolean isGone() {
    return status == 410;
  }
}
