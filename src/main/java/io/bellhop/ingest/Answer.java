package io.bellhop.ingest;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What a provider gets: the table of the design's contract. No answer repeats anything that the
 * caller sent, nor says which part of a proof was wrong.
 */
public enum Answer {
  ACCEPTED(200, null, null),
  BAD_REQUEST(400, "bad_request", "The body is not JSON as this provider sends it"),
  UNAUTHORIZED(401, "unauthorized", "The proof of sender is missing, wrong or too old"),
  NOT_FOUND(404, "resource_not_found", "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "method_not_allowed", "Only POST is taken here"),
  TOO_LARGE(413, "payload_too_large", "The body is larger than bellhop.http.max-body"),
  UNAVAILABLE(503, "service_unavailable", "It cannot be stored now, send it again");

  /** Seconds: long enough for a queue to drain, short enough for a booking. */
  private static final String RETRY_AFTER = "5";

  private final int status;
  private final String code;
  private final String body;

  Answer(int status, String code, String title) {
    this.status = status;
    this.code = code;
    this.body =
        code == null
            ? "{\"status\":\"accepted\"}"
            : "{\"errors\":{\"code\":\"" + code + "\",\"title\":\"" + title + "\"}}";
  }

  public int status() {
    return status;
  }

  /** The code of the error, which is also the reason in the metrics; null for a success. */
  public String code() {
    return code;
  }

  public String body() {
    return body;
  }

  /** Makes this the reply; nothing of the request stays on the exchange. */
  public void on(Exchange exchange) {
    Message message = exchange.getMessage();
    // Camel would send request headers back, and read those of its own (camel.md, pitfalls 1 to 4).
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    if (this == METHOD_NOT_ALLOWED) {
      message.setHeader("Allow", "POST");
    } else if (this == UNAVAILABLE) {
      message.setHeader("Retry-After", RETRY_AFTER);
    }
    message.setBody(body);
  }
}
