package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.provider.registration.RegistrationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An error answer of the API. Its text names fields and parameters, but repeats no value of the
 * request.
 */
final class ApiError extends RuntimeException {
  private static final long USUAL_PAUSE_SECONDS = 10;
  private static final long LONGEST_PAUSE_SECONDS = 3600;

  private final int status;
  private final String code;
  private final Map<String, List<String>> details;
  private final Map<String, String> headers;

  private ApiError(
      int status,
      String code,
      String title,
      Map<String, List<String>> details,
      Map<String, String> headers) {
    // An expected answer needs no stack trace.
    super(title, null, false, false);
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }

  /**
   * @param title what the body is instead of JSON, or where the JSON is invalid
   */
  static ApiError badRequest(String title) {
    return error(400, "bad_request", title);
  }

  static ApiError unauthorized() {
    return error(401, "unauthorized", "The header user-api-key is missing or wrong");
  }

  static ApiError expired() {
    return error(401, "unauthorized", "The key has expired: rotate it, or make a new one");
  }

  /**
   * @param title what the key does not allow
   */
  static ApiError forbidden(String title) {
    return error(403, "forbidden", title);
  }

  static ApiError tooManyWrongKeys(long retryAfterSeconds) {
    return new ApiError(
        429,
        "too_many_requests",
        "Too many wrong keys came from this address",
        Map.of(),
        Map.of("Retry-After", Long.toString(retryAfterSeconds)));
  }

  static ApiError notFound() {
    return error(404, "resource_not_found", "There is nothing here");
  }

  /**
   * @param part the part of the path with an unknown name
   */
  static ApiError notFound(String part, String what) {
    ApiError plain = notFound();
    return new ApiError(
        plain.status, plain.code, plain.getMessage(), Map.of(part, List.of(what)), Map.of());
  }

  /**
   * @param allowed the supported methods, as in the header Allow
   */
  static ApiError methodNotAllowed(String allowed) {
    return new ApiError(
        405,
        "method_not_allowed",
        "This resource does not support the method",
        Map.of(),
        Map.of("Allow", allowed));
  }

  static ApiError invalid(Map<String, List<String>> details) {
    return new ApiError(422, "validation_error", "Validation Error", details, Map.of());
  }

  static ApiError invalid(String field, String what) {
    return invalid(Map.of(field, List.of(what)));
  }

  static ApiError notSupported(String title) {
    return error(422, "not_supported", title);
  }

  /** The request is valid, but the state of its object does not allow it yet. */
  static ApiError refused(String code, String title) {
    return error(422, code, title);
  }

  /**
   * The same call may succeed later.
   *
   * @param at the time of the retry; null if unknown
   */
  static ApiError later(String code, String title, Instant at, Instant now) {
    long seconds = at == null ? USUAL_PAUSE_SECONDS : Duration.between(now, at).toSeconds() + 1;
    return new ApiError(
        503,
        code,
        title,
        Map.of(),
        Map.of(
            "Retry-After", Long.toString(Math.max(1, Math.min(seconds, LONGEST_PAUSE_SECONDS)))));
  }

  /** The present state contradicts the request. */
  static ApiError conflict(String code, String title) {
    return error(409, code, title);
  }

  /** The provider may have carried out the request. */
  static ApiError noAnswer(String title) {
    return error(502, "provider_no_answer", title);
  }

  static ApiError of(RegistrationException e) {
    return new ApiError(
        e.status(),
        e.code(),
        e.getMessage(),
        e.details(),
        e.retryAfterSeconds() == 0
            ? Map.of()
            : Map.of("Retry-After", Long.toString(e.retryAfterSeconds())));
  }

  static ApiError internal() {
    return error(500, "internal_error", "Bellhop failed to answer; its log says why");
  }

  static ApiError unavailable() {
    return unavailable("The database does not answer: try again");
  }

  /** A 503 with a known cause. */
  static ApiError diskFull() {
    return unavailable("The disk is full, so Bellhop can store nothing now: try again");
  }

  private static ApiError unavailable(String title) {
    return new ApiError(503, "service_unavailable", title, Map.of(), Map.of("Retry-After", "5"));
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, List<String>> details() {
    return details;
  }

  ObjectNode body() {
    ObjectNode errors = ApiAnswer.object().put("code", code).put("title", getMessage());
    if (!details.isEmpty()) {
      ObjectNode fields = errors.putObject("details");
      details.forEach((field, texts) -> texts.forEach(fields.putArray(field)::add));
    }
    return ApiAnswer.object().set("errors", errors);
  }

  private static ApiError error(int status, String code, String title) {
    return new ApiError(status, code, title, Map.of(), Map.of());
  }
}
