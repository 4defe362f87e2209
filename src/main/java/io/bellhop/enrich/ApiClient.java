package io.bellhop.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.observe.Metrics;
import io.bellhop.provider.ComeAgainException;
import io.bellhop.provider.CredentialsException;
import io.bellhop.provider.RefusedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls a provider's API within its limits. Every way in which a call can end is one of three: an
 * answer, {@link RefusedException} for good, or {@link ComeAgainException}. Thread-safe.
 */
final class ApiClient {
  static final String USER_AGENT = "Bellhop/0.1";

  /**
   * How long a token that worked is trusted, so that a 403 is about the record and not about it.
   */
  private static final Duration PROVEN = Duration.ofHours(1);

  private record Proven(String proof, Instant at) {}

  private final ApiSettings settings;
  private final Auths auths;
  private final HttpCalls http;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;
  private final Map<UUID, RateLimit> limits = new ConcurrentHashMap<>();
  private final Map<UUID, Proven> proven = new ConcurrentHashMap<>();

  ApiClient(
      ApiSettings settings,
      Auths auths,
      HttpCalls http,
      ObjectMapper mapper,
      Metrics metrics,
      Clock clock) {
    this.settings = settings;
    this.auths = auths;
    this.http = http;
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
  }

  JsonNode call(Account account, ApiCall call) {
    if (account.revoked()) {
      throw new RefusedException("revoked", "no API call: the account's authorization was revoked");
    }
    Auth auth = auths.of(account);
    String proof = auth.authorization(account, null);
    HttpCalls.Reply reply = send(account, call, proof);
    if (auth.renews() && looksExpired(account, proof, reply.status())) {
      proof = auth.authorization(account, proof);
      reply = send(account, call, proof);
    }
    if (auth.renews() && reply.status() / 100 == 2) {
      proven.put(account.id(), new Proven(proof, clock.instant()));
    }
    return read(call, reply, limit(account));
  }

  /** An expired token may answer 401 or 403; a 403 to a token that works is the record's own. */
  private boolean looksExpired(Account account, String proof, int status) {
    Proven last = proven.get(account.id());
    boolean works =
        last != null
            && last.proof().equals(proof)
            && clock.instant().isBefore(last.at().plus(PROVEN));
    return status == 401 || status == 403 && !works;
  }

  private HttpCalls.Reply send(Account account, ApiCall call, String proof) {
    Map<String, String> headers = headers(call, proof);
    RateLimit limit = limit(account);
    Instant wait = limit.take(clock.instant());
    if (wait != null) {
      throw new ComeAgainException("waits for the provider's rate limit", wait, false);
    }
    try {
      HttpCalls.Reply reply =
          http.call(call.method(), settings.base(account) + call.path(), headers, call.body());
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

  private static Map<String, String> headers(ApiCall call, String proof) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    headers.put("Content-Type", "application/json");
    headers.putAll(call.headers());
    if (call.body() == null) {
      headers.remove("Content-Type");
    }
    if (proof != null) {
      headers.put("Authorization", proof);
    }
    headers.put("User-Agent", USER_AGENT);
    headers.forEach(
        (name, value) -> {
          if (value.chars().anyMatch(Character::isISOControl)) {
            throw new ComeAgainException(
                "what the header "
                    + name
                    + " is made of has control characters: set the account's api fields by PUT",
                null,
                true);
          }
        });
    return headers;
  }

  private JsonNode read(ApiCall call, HttpCalls.Reply reply, RateLimit limit) {
    int status = reply.status();
    Instant now = clock.instant();
    if (status / 100 == 2) {
      return parse(call, reply.body());
    }
    if (status == 429) {
      Instant at = RetryAfter.at(reply.retryAfter(), now, settings.retryAfter());
      limit.pause(at);
      throw new ComeAgainException("the provider's API answers 429", at, false);
    }
    if (status == 401) {
      throw new CredentialsException("the provider's API answers 401", again(reply, now));
    }
    if (status >= 500 || status == 408 || status == 425 || status / 100 == 3) {
      throw new ComeAgainException("the provider's API answers " + status, again(reply, now), true);
    }
    throw new RefusedException(String.valueOf(status), "the provider's API answers " + status);
  }

  private static Instant again(HttpCalls.Reply reply, Instant now) {
    return reply.retryAfter() == null
        ? null
        : RetryAfter.at(reply.retryAfter(), now, Duration.ZERO);
  }

  private JsonNode parse(ApiCall call, byte[] body) {
    JsonNode json = null;
    try {
      json = mapper.readTree(body);
    } catch (IOException e) {
      // what follows says it
    }
    if (json != null && json.isContainerNode()) {
      return json;
    }
    if (!call.reads()) {
      // It was done, whatever was said to it: coming again would do it twice.
      return json == null || json.isMissingNode() ? mapper.createObjectNode() : json;
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
