package io.bellhop.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.observe.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads from a provider's API within its limits. Every way in which a call can end is one of three:
 * an answer, {@link RefusedException} for good, or {@link ComeAgainException}. Thread-safe.
 */
final class ApiClient {
  static final String USER_AGENT = "Bellhop/0.1";

  /**
   * How long a token that worked is trusted, so that a 403 is about the record and not about it.
   */
  private static final Duration PROVEN = Duration.ofHours(1);

  private record Proven(String token, Instant at) {}

  private final ApiSettings settings;
  private final HttpCalls http;
  private final Tokens tokens;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;
  private final Map<UUID, RateLimit> limits = new ConcurrentHashMap<>();
  private final Map<UUID, Proven> proven = new ConcurrentHashMap<>();

  ApiClient(
      ApiSettings settings,
      HttpCalls http,
      Tokens tokens,
      ObjectMapper mapper,
      Metrics metrics,
      Clock clock) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param path path and query, safe to be called
   */
  JsonNode get(Account account, String path) {
    if (account.revoked()) {
      throw new RefusedException("revoked", "no API call: the account's authorization was revoked");
    }
    String token = token(account, null);
    HttpCalls.Reply reply = call(account, path, token);
    if (settings.usesTokens() && looksExpired(account, token, reply.status())) {
      token = token(account, token);
      reply = call(account, path, token);
    }
    if (reply.status() / 100 == 2) {
      proven.put(account.id(), new Proven(token, clock.instant()));
    }
    return read(reply, limit(account));
  }

  private String base(Account account) {
    return account.api().getOrDefault("base_url", settings.baseUrl());
  }

  private String token(Account account, String refused) {
    if (settings.usesTokens()) {
      return tokens.token(account, base(account), settings, refused);
    }
    String token = account.api().get("token");
    if (token == null) {
      throw new ComeAgainException("the account has no api.token: set it by PUT", null, true);
    }
    return token;
  }

  /** An expired token may answer 401 or 403; a 403 to a token that works is the record's own. */
  private boolean looksExpired(Account account, String token, int status) {
    Proven last = proven.get(account.id());
    boolean works =
        last != null
            && last.token().equals(token)
            && clock.instant().isBefore(last.at().plus(PROVEN));
    return status == 401 || status == 403 && !works;
  }

  private HttpCalls.Reply call(Account account, String path, String token) {
    RateLimit limit = limit(account);
    Instant wait = limit.take(clock.instant());
    if (wait != null) {
      throw new ComeAgainException("waits for the provider's rate limit", wait, false);
    }
    try {
      Map<String, String> headers = new HashMap<>();
      headers.put("Authorization", "Bearer " + token);
      headers.put("Accept", "application/json");
      headers.put("User-Agent", USER_AGENT);
      HttpCalls.Reply reply = http.call("GET", base(account) + path, headers, null);
      metrics.apiCall(settings.provider(), String.valueOf(reply.status()));
      return reply;
    } catch (IOException e) {
      metrics.apiCall(settings.provider(), "none");
      throw new ComeAgainException(
          "the provider's API gives no answer: " + e.getMessage(), null, true);
    } finally {
      limit.done();
    }
  }

  private JsonNode read(HttpCalls.Reply reply, RateLimit limit) {
    int status = reply.status();
    Instant now = clock.instant();
    if (status / 100 == 2) {
      return parse(reply.body());
    }
    if (status == 429) {
      Instant at = RetryAfter.at(reply.retryAfter(), now, settings.retryAfter());
      limit.pause(at);
      throw new ComeAgainException("the provider's API answers 429", at, false);
    }
    if (status >= 500 || status == 401 || status == 408 || status == 425 || status / 100 == 3) {
      Instant at =
          reply.retryAfter() == null ? null : RetryAfter.at(reply.retryAfter(), now, Duration.ZERO);
      throw new ComeAgainException("the provider's API answers " + status, at, true);
    }
    throw new RefusedException(String.valueOf(status), "the provider's API answers " + status);
  }

  private JsonNode parse(byte[] body) {
    try {
      JsonNode json = mapper.readTree(body);
      if (json != null && json.isContainerNode()) {
        return json;
      }
    } catch (IOException e) {
      // the message below says it
    }
    throw new ComeAgainException(
        "the provider's API answers something that is not JSON", null, true);
  }

  private RateLimit limit(Account account) {
    UUID key = settings.perAddress() ? new UUID(0, 0) : account.id();
    return limits.computeIfAbsent(
        key, any -> new RateLimit(settings.limits(), settings.mostAtOnce()));
  }
}
