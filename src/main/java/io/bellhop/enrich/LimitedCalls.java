package io.bellhop.enrich;

import io.bellhop.account.Account;
import io.bellhop.observe.Metrics;
import io.bellhop.provider.ComeAgainException;
import io.bellhop.provider.CredentialsException;
import io.bellhop.queue.Alarm;
import io.bellhop.store.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls of a provider's API, each when the provider's limits allow it. Thread-safe. */
final class LimitedCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LimitedCalls.class);

  /**
   * How long a caller holds its worker where coming again would cost the calls that it has made: a
   * window of a second is over by then. Without it, workers that share few calls spend them all on
   * beginnings.
   */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  /** A limit and the call that it allows. */
  private record HeldPermit(RateLimit limit, Turn turn) {}

  private final ApiSettings settings;
  private final RateLimits limits;
  private final HttpCalls http;
  private final Metrics metrics;
  private final Clock clock;

  LimitedCalls(
      ApiSettings settings, RateLimits limits, HttpCalls http, Metrics metrics, Clock clock) {
    this.settings = settings;
    this.limits = limits;
    this.http = http;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @throws NoAnswerException if none came
   * @throws ComeAgainException if the call may not be made yet
   */
  HttpCalls.Reply send(Account account, ApiCall call, String proof, Caller caller) {
    Map<String, String> headers = headers(call, proof);
    List<HeldPermit> permits = permits(account, caller);
    HttpCalls.Reply reply = null;
    Instant begun = clock.instant();
    try {
      String url = settings.base(account) + call.path();
      reply = http.call(call.method(), url, headers, call.body()).begunAt(begun);
      metrics.apiCall(settings.provider(), String.valueOf(reply.status()));
      if (reply.status() == 429) {
        // Before the call ends: no other may come in between.
        reply = refused(account, reply);
      }
      return reply;
    } catch (IOException e) {
      metrics.apiCall(settings.provider(), "none");
      throw new NoAnswerException("the provider's API gives no answer: " + e.getMessage(), null);
    } finally {
      boolean answered = reply != null;
      permits.forEach(permit -> end(permit, answered));
    }
  }

  /** The provider takes calls. */
  void taken(Account account) {
    limits.of(account).forEach(RateLimit::taken);
  }

  /** The provider has refused a call as one too many; the reply then says when to come again. */
  HttpCalls.Reply refused(Account account, HttpCalls.Reply reply) {
    if (reply.comeAgain() != null) {
      return reply;
    }
    Instant now = clock.instant();
    Instant named = RetryAfter.at(reply.retryAfter(), now, settings.retryAfter());
    RateLimit limit = limits.of(account).get(0);
    try {
      boolean isNamed = RetryAfter.namesPause(reply.retryAfter(), now);
      return reply.comeAgain(limit.refused(reply.begun(), named, isNamed, now));
    } catch (SQLException e) {
      LOG.warn(
          "other nodes do not know that {} said to wait until {}: {}",
          settings.provider(),
          named,
          Database.describe(e));
      return reply.comeAgain(named);
    }
  }

  private List<HeldPermit> permits(Account account, Caller caller) {
    List<HeldPermit> permits = new ArrayList<>();
    try {
      for (RateLimit limit : limits.of(account)) {
        Turn turn = limit.take(clock.instant(), caller.background());
        if (!turn.granted() && caller.begun() && waited(turn)) {
          turn = limit.take(clock.instant(), caller.background());
        }
        if (!turn.granted()) {
          for (HeldPermit held : permits) {
            held.limit().cancel(held.turn());
          }
          throw new ComeAgainException("waits for the provider's rate limit", turn.again(), false);
        }
        permits.add(new HeldPermit(limit, turn));
      }
      return permits;
    } catch (SQLException e) {
      permits.forEach(held -> held.limit().lost(held.turn()));
      throw new ComeAgainException(
          "the calls of the provider's API cannot be counted", null, !Database.mayPass(e));
    }
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

  private void end(HeldPermit permit, boolean answered) {
    try {
      if (answered) {
        permit.limit().done(permit.turn(), clock.instant());
      } else {
        permit.limit().lost(permit.turn());
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
    headers.put("User-Agent", ApiClient.USER_AGENT);
    headers.forEach(
        (name, value) -> {
          if (value.chars().anyMatch(Character::isISOControl)) {
            throw new CredentialsException(
                "what the header "
                    + name
                    + " is made of has control characters: set the account's api fields by PUT",
                null);
          }
        });
    return headers;
  }
}
