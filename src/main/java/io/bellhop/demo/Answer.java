package io.bellhop.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What the fake API answers; status 0 is no answer at all. */
public record Answer(int status, Map<String, String> headers, byte[] body, Duration delay) {
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

  public static Answer of(int status, byte[] body) {
    return new Answer(status, Map.of(), body, Duration.ZERO);
  }

  public static Answer of(int status) {
    return of(status, EMPTY_OBJECT);
  }

  public static Answer tooManyRequests(int retryAfterSeconds) {
    return new Answer(
        429,
        Map.of("Retry-After", Integer.toString(retryAfterSeconds)),
        "{\"code\":429,\"error\":\"Rate limit exceeded.\"}".getBytes(StandardCharsets.UTF_8),
        Duration.ZERO);
  }

  /** A gateway's page where JSON should be. */
  public static Answer garbage() {
    return of(200, "<html>{\"half".getBytes(StandardCharsets.UTF_8));
  }

  public static Answer never() {
    return of(0);
  }

  public Answer after(Duration time) {
    return new Answer(status, headers, body, time);
  }

  boolean isGiven() {
    return status != 0;
  }
}
