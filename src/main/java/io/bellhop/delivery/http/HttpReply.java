package io.bellhop.delivery.http;

import java.util.Set;

/**
 * The result of a post.
 *
 * @param status the HTTP status; 200 if a Camel endpoint accepted the event; 0 if there was no
 *     answer
 * @param error why there was no answer, in a few words; null if there was one
 * @param answer the start of the body
 * @param retryAfter the {@code Retry-After} header; null if the answer has none
 * @param redirect the target of a redirect, in a form that users may see; null if the answer is no
 *     redirect
 */
public record HttpReply(
    int status, String error, String answer, String retryAfter, String redirect) {
  /** The 4xx statuses that are temporary or concern the whole subscription, not the event. */
  private static final Set<Integer> PASSING = Set.of(408, 410, 425, 429);

  /**
   * The reply if a Camel endpoint accepted the event. An endpoint returns no status, so the reply
   * has 200.
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
   * Whether the receiver works but rejects this event, so that another attempt would not help. A
   * redirect concerns the URL and not the event.
   */
  public boolean isRefusal() {
    return status / 100 == 4 && !PASSING.contains(status);
  }

  /** Whether the receiver wants no more events (RFC 9110 15.5.11). */
  public boolean isGone() {
    return status == 410;
  }
}
