package io.bellhop.delivery.http;

import java.util.Set;

/**
 * The result of a post.
 *
 * @param status the HTTP status; 200 if a Camel endpoint took it; 0 if there was none
 * @param error why there was none, in few words; null if there was
 * @param answer the start of the body
 * @param retryAfter the header of that name; null if it was not sent
 * @param redirect where a redirect points, as it may be shown; null if it is none
 */
public record HttpReply(
    int status, String error, String answer, String retryAfter, String redirect) {
  /** Statuses 4xx that concern the moment or the whole subscription, and not the event. */
  private static final Set<Integer> PASSING = Set.of(408, 410, 425, 429);

  /**
   * The reply if a Camel endpoint took the event: it has no status of its own, so the reply has
   * 200.
   */
  public static HttpReply taken() {
    return new HttpReply(200, null, null, null, null);
  }

  public static HttpReply failed(String error) {
    return new HttpReply(0, error, null, null, null);
  }

  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /**
   * Whether the receiver works but does not want this event: another attempt will not change that.
   * A redirect concerns the URL and not the event.
   */
  public boolean isRefusal() {
    return status / 100 == 4 && !PASSING.contains(status);
  }

  /** Whether the receiver wants no more events (RFC 9110 15.5.11). */
  public boolean isGone() {
    return status == 410;
  }
}
