package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.net.RetryAfter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests an access token (RFC 6749, 5). Thread-safe. */
final class TokenEndpoint {
  /**
   * @param token the token; null if there is none
   * @param until the time until which to use the token; without a token, when to ask again
   * @param refreshToken the new refresh token; null if there is none
   * @param problem the fault; null if there is a token
   * @param refused whether the endpoint refused the credentials
   */
  record Reply(String token, Instant until, String refreshToken, String problem, boolean refused) {
    /** Omits the tokens, because logs may contain this text. */
    @Override
    public String toString() {
      return "Reply[until " + until + ", problem " + problem + "]";
    }
  }

  /** A token that expires during a call is useless. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private static final long USUAL_SECONDS = 3600;
  private static final long MOST_SECONDS = Duration.ofDays(366).toSeconds();
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);
  private static final Duration PAUSE_WITHOUT_WORD = Duration.ofHours(1);

  /** The answers to wrong credentials in RFC 6749 (5.2), and of other endpoints. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

  private static final Duration PAUSE_WITHOUT_ANSWER = Duration.ofSeconds(5);

  private final HttpCalls http;
  private final ObjectMapper mapper;
  private final Clock clock;

  TokenEndpoint(HttpCalls http, ObjectMapper mapper, Clock clock) {
    this.http = http;
    this.mapper = mapper;
    this.clock = clock;
  }

  Reply ask(String url, Map<String, String> form) {
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/x-www-form-urlencoded",
            "Accept", "application/json",
            "User-Agent", ApiClient.USER_AGENT);
    Instant now = clock.instant();
    try {
      HttpCalls.Reply reply = http.call("POST", url, headers, encode(form));
      JsonNode answer = reply.status() / 100 == 2 ? mapper.readTree(reply.body()) : null;
      String token = answer == null ? null : text(answer, "access_token");
      if (token != null) {
        return new Reply(token, now.plus(life(answer)), text(answer, "refresh_token"), null, false);
      }
      Duration pause = reply.status() == 429 ? PAUSE_WITHOUT_WORD : PAUSE_AFTER_REFUSAL;
      Instant again = RetryAfter.at(reply.retryAfter(), now, pause);
      return new Reply(
          null,
          again,
          null,
          "its token endpoint answers " + reply.status(),
          REFUSALS.contains(reply.status()));
    } catch (IOException e) {
      // The parser's message would quote the answer.
      return new Reply(
          null,
          now.plus(PAUSE_WITHOUT_ANSWER),
          null,
          "its token endpoint gives no readable answer",
          false);
    }
  }

  private static String text(JsonNode answer, String field) {
    JsonNode value = answer.path(field);
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
  }

  private static Duration life(JsonNode answer) {
    long seconds = answer.path("expires_in").asLong(USUAL_SECONDS);
    Duration life = Duration.ofSeconds(Math.max(0, Math.min(seconds, MOST_SECONDS)));
    Duration tenth = life.dividedBy(10); // some tokens live for only five minutes
    return life.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
  }

  static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .filter(field -> !field.getValue().isEmpty())
        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
