package io.bellhop.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.observe.Metrics;
import io.bellhop.provider.ComeAgainException;
import io.bellhop.provider.CredentialsException;
import io.bellhop.provider.RefusedException;
import io.bellhop.queue.Alarm;
import io.bellhop.store.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a provider's API within its limits. Every way in which a call can end is one of three: an
 * answer, {@link RefusedException} for good, or {@link ComeAgainException}. Thread-safe.
 */
final class ApiClient {
  private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);

  static final String USER_AGENT = "Bellhop/0.1";

  /**
   * How long a token that worked is trusted, so that a 403 is about the record and not about it.
   */
  private static final Duration PROVEN = Duration.ofHours(1);

  /**
   * How long a caller holds its worker where coming again would cost the calls that it has made: a
   * window of a second is over by then. Without it, workers that share few calls spend them all on
   * beginnings.
   */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private record Proven(String proof, Instant at) {}

  private final ApiSettings settings;
  private final Auths auths;
  private final RateLimits limits;
  private final HttpCalls http;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;
  private final Map<UUID, Proven> proven = new ConcurrentHashMap<>();

  ApiClient(
      ApiSettings settings,
      Auths auths,
      RateLimits limits,
      HttpCalls http,
      ObjectMapper mapper,
      Metrics metrics,
      Clock clock) {
    this.settings = settings;
    this.auths = auths;
    this.limits = limits;
    this.http = http;
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
  }

  JsonNode call(Account account, ApiCall call, Caller caller) {
    if (account.revoked()) {
      throw new RefusedException("revoked", "no API call: the account's authorization was revoked");
    }
    Auth auth = auths.of(account);
    String proof = auth.authorization(account, null);
    HttpCalls.Reply reply = send(account, call, proof, caller);
    if (auth.renews() && looksExpired(account, proof, reply.status())) {
      proof = auth.authorization(account, proof);
      reply = send(account, call, proof, caller);
    }
    if (auth.renews() && reply.status() / 100 == 2) {
      proven.put(account.id(), new Proven(proof, clock.instant()));
    }
    return read(call, reply);
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

  private HttpCalls.Reply send(Account account, ApiCall call, String proof, Caller caller) {
    Map<String, String> headers = headers(call, proof);
    RateLimit limit = limits.of(account);
    Turn turn = turn(limit, caller);
    HttpCalls.Reply reply = null;
    try {
      reply = http.call(call.method(), settings.base(account) + call.path(), headers, call.body());
      metrics.apiCall(settings.provider(), String.valueOf(reply.status()));
      if (reply.status() == 429) {
        // Before the turn ends: nobody may come in between.
        throw pause(limit, reply);
      }
      return reply;
    } catch (IOException e) {
      metrics.apiCall(settings.provider(), "none");
      throw new ComeAgainException(
          "the provider's API gives no answer: " + e.getMessage(), null, true);
    } finally {
      end(limit, turn, reply != null);
    }
  }

  private Turn turn(RateLimit limit, Caller caller) {
    Turn turn;
    try {
      turn = limit.take(clock.instant(), caller.background());
      if (!turn.granted() && caller.begun() && waited(turn)) {
        turn = limit.take(clock.instant(), caller.background());
      }
    } catch (SQLException e) {
      throw new ComeAgainException(
          "the calls of the provider's API cannot be counted", null, !Database.mayPass(e));
    }
    if (!turn.granted()) {
      throw new ComeAgainException("waits for the provider's rate limit", turn.again(), false);
    }
    return turn;
  }

  /** False if it would take too long. */
  private boolean waited(Turn turn) {
    Duration wait = Duration.between(clock.instant(), turn.again());
    if (wait.compareTo(PATIENCE) > 0) {
      return false;
    }
    try {
      new Alarm().await(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private ComeAgainException pause(RateLimit limit, HttpCalls.Reply reply) {
    Instant at = RetryAfter.at(reply.retryAfter(), clock.instant(), settings.retryAfter());
    try {
      limit.pause(at);
    } catch (SQLException e) {
      LOG.warn(
          "other nodes do not know that {} said to wait until {}: {}",
          settings.provider(),
          at,
          Database.describe(e));
    }
    return new ComeAgainException("the provider's API answers 429", at, false);
  }

  private void end(RateLimit limit, Turn turn, boolean answered) {
    try {
      if (answered) {
        limit.done(turn, clock.instant());
      } else {
        limit.lost(turn);
      }
    } catch (SQLException e) {
      // It counts as one that may still arrive: the next one waits longer, and nothing else.
      LOG.debug("the end of an API call was not written: {}", Database.describe(e));
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

  private JsonNode read(ApiCall call, HttpCalls.Reply reply) {
    int status = reply.status();
    Instant now = clock.instant();
    if (status / 100 == 2) {
      return parse(call, reply.body());
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
}
