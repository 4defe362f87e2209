package io.bellhop.ingest;

import io.bellhop.net.PlatformHttp;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The answer to a provider, by the table of the design's contract. No answer repeats anything that
 * the caller sent, except a challenge that the provider's folder names. No answer shows which part
 * of the credentials was wrong.
 */
public final class IngestResponse {
  public static final IngestResponse ACCEPTED = new IngestResponse(200, null, null);
  public static final IngestResponse BAD_REQUEST =
      new IngestResponse(400, "bad_request", "The request is not valid HTTP/1.1");
  public static final IngestResponse UNAUTHORIZED =
      new IngestResponse(
          401, "unauthorized", "The signature or the credentials are missing, wrong or too old");
  public static final IngestResponse NOT_FOUND =
      new IngestResponse(404, "resource_not_found", "There is nothing here");
  public static final IngestResponse METHOD_NOT_ALLOWED =
      new IngestResponse(405, "method_not_allowed", "This URL accepts POST only");
  public static final IngestResponse TIMEOUT =
      new IngestResponse(408, "request_timeout", "The request did not arrive in time");
  public static final IngestResponse TOO_LARGE =
      new IngestResponse(413, "payload_too_large", "The body is larger than bellhop.http.max-body");
  public static final IngestResponse UNSUPPORTED_ENCODING =
      new IngestResponse(
          415, "unsupported_media_type", "The only content-encoding accepted is gzip");
  public static final IngestResponse UNAVAILABLE =
      new IngestResponse(
          503, "service_unavailable", "Bellhop cannot store the webhook now: send it again");

  public static final IngestResponse DISK_FULL =
      new IngestResponse(
          503,
          "service_unavailable",
          "The disk is full, so Bellhop cannot store the webhook now: send it again");

  /** In seconds: long enough for a queue to drain, short enough for a booking. */
  public static final String RETRY_AFTER = "5";

  private static final String JSON = "application/json";

  private final int status;
  private final String code;
  private final String body;
  private final Map<String, String> headers;

  private IngestResponse(int status, String code, String title) {
    this(
        status,
        code,
        JSON,
        code == null
            ? "{\"status\":\"accepted\"}"
            : "{\"errors\":{\"code\":\"" + code + "\",\"title\":\"" + title + "\"}}");
  }

  private IngestResponse(int status, String code, String type, String body) {
    this.status = status;
    this.code = code;
    this.body = body;
    this.headers = headers(status, type);
  }

  private IngestResponse(int status, String code, String body, Map<String, String> headers) {
    this.status = status;
    this.code = code;
    this.body = body;
    this.headers = headers;
  }

  private static Map<String, String> headers(int status, String type) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Exchange.CONTENT_TYPE, type);
    if (status == 405) {
      headers.put("Allow", "POST");
    } else if (status == 503) {
      headers.put("Retry-After", RETRY_AFTER);
    } else if (!type.equals(JSON)) {
      headers.put("X-Content-Type-Options", "nosniff");
    }
    return headers;
  }

  /** Answers a check of the URL with its challenge, as plain text, which no browser interprets. */
  static IngestResponse echo(String challenge) {
    return new IngestResponse(200, null, "text/plain; charset=utf-8", challenge);
  }

  public int status() {
    return status;
  }

  /** The code of the error; null for a success. */
  public String code() {
    return code;
  }

  public String body() {
    return body;
  }

  /** The headers of the answer, by name. */
  public Map<String, String> headers() {
    return headers;
  }

  /** A copy with another status, for a provider that misunderstands this one. */
  IngestResponse as(int other) {
    return other == status ? this : new IngestResponse(other, code, body, headers);
  }

  /** Makes this the reply of an exchange, and removes everything of the request from it. */
  public void on(Exchange exchange) {
    PlatformHttp.answer(exchange.getMessage(), status, headers, body);
  }

  @Override
  public String toString() {
    return code == null ? "accepted" : code;
  }
}
