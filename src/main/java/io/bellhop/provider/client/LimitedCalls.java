package io.bellhop.provider.client;

import io.bellhop.account.Account;
import io.bellhop.failure.CredentialsException;
import io.bellhop.failure.RetryableException;
import io.bellhop.monitor.Telemetry;
import io.bellhop.net.RetryAfter;
import io.bellhop.provider.ratelimit.CallPriority;
import io.bellhop.provider.ratelimit.Permit;
import io.bellhop.provider.ratelimit.RateLimit;
import io.bellhop.provider.ratelimit.RateLimits;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.tracing.TraceSpan;
import io.bellhop.tracing.Tracing;
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
   * How long a caller may block its worker if a retry would waste its earlier calls; a window of a
   * second ends within this time. Without the wait, workers that share few calls would spend them
   * all on first calls.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(1_500);

  /** A limit and the call that it allows. */
  private record HeldPermit(RateLimit limit, Permit permit) {}

  private final ApiSettings settings;
  private final RateLimits limits;
  private final HttpCalls http;
  private final Telemetry telemetry;
  private final Clock clock;

  LimitedCalls(
      ApiSettings settings, RateLimits limits, HttpCalls http, Telemetry telemetry, Clock clock) {
    this.settings = settings;
    this.limits = limits;
    this.http = http;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * @throws NoAnswerException if there was no answer
   * @throws RetryableException if a limit does not allow the call yet
   */
  HttpCalls.Reply send(Account account, ApiCall call, String verifier, CallPriority caller) {
    Map<String, String> headers = headers(call, verifier);
    List<HeldPermit> permits = permits(account, caller);
    HttpCalls.Reply reply = null;
    Instant begun = clock.instant();
    TraceSpan span = begin(call);
    try {
      String url = settings.base(account) + call.path();
      reply =
          http.call(call.method(), url, headers, call.body(), settings.retryAfterHeader())
              .begunAt(begun);
      telemetry.metrics().apiCall(settings.provider(), String.valueOf(reply.status()));
      span.tag("http.response.status_code", reply.status());
      if (reply.status() >= 400) {
        span.fail(String.valueOf(reply.status()));
      }
      call.made(reply.status(), Duration.between(begun, clock.instant()));
      if (reply.status() == 429) {
        // Must run before the call ends, so that no other call starts in between.
        reply = refused(account, reply);
      }
      return reply;
    } catch (IOException e) {
      telemetry.metrics().apiCall(settings.provider(), "none");
      span.fail("none");
      call.made(null, Duration.between(begun, clock.instant()));
      throw new NoAnswerException("the provider's API gave no answer: " + e.getMessage(), null);
    } finally {
      span.close();
      boolean answered = reply != null;
      permits.forEach(permit -> end(permit, answered));
    }
  }

  /** Names the span by the common part of such calls, because the path contains ids. */
  private TraceSpan begin(ApiCall call) {
    return telemetry
        .tracing()
        .beginHere(Tracing.Side.CLIENT, "bellhop api")
        .tag("bellhop.provider", settings.provider())
        .tag("http.request.method", call.method())
        .tag("url.template", call.part());
  }

  void taken(Account account) {
    limits.of(account).forEach(RateLimit::taken);
  }

  /**
   * The provider refused a call that exceeded a limit; the returned reply has the time of the
   * retry.
   */
  HttpCalls.Reply refused(Account account, HttpCalls.Reply reply) {
    if (reply.retryAt() != null) {
      return reply;
    }
    Instant now = clock.instant();
    Instant named = RetryAfter.at(reply.retryAfter(), now, settings.retryAfter());
    RateLimit limit = limits.of(account).get(0);
    try {
      boolean isNamed = RetryAfter.namesPause(reply.retryAfter(), now);
      return reply.retryAt(limit.refused(reply.begun(), named, isNamed, now));
    } catch (SQLException e) {
      LOG.warn(
          "Bellhop cannot tell the other nodes that {} allows no calls until {}: {}",
          settings.provider(),
          named,
          DatabaseErrors.describe(e));
      return reply.retryAt(named);
    }
  }

  private List<HeldPermit> permits(Account account, CallPriority caller) {
    List<HeldPermit> permits = new ArrayList<>();
    try {
      for (RateLimit limit : limits.of(account)) {
        Permit permit = limit.take(clock.instant(), caller.background());
        if (!permit.granted() && caller.begun() && waited(permit)) {
          permit = limit.take(clock.instant(), caller.background());
        }
        if (!permit.granted()) {
          for (HeldPermit held : permits) {
            held.limit().cancel(held.permit());
          }
          throw new RetryableException(
              "Bellhop waits for the provider's rate limit", permit.again(), false);
        }
        permits.add(new HeldPermit(limit, permit));
        telemetry.metrics().apiBudget(settings.provider(), limit.used(clock.instant()));
      }
      return permits;
    } catch (SQLException e) {
      permits.forEach(held -> held.limit().lost(held.permit()));
      throw new RetryableException(
          "Bellhop cannot count the calls of the provider's API", null, !DatabaseErrors.mayPass(e));
    }
  }

  /** Waits for the permit; false if the wait would be too long. */
  private boolean waited(Permit permit) {
    Duration wait = Duration.between(clock.instant(), permit.again());
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      return false;
    }
    try {
      new WakeUpSignal().await(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void end(HeldPermit permit, boolean answered) {
    try {
      if (answered) {
        permit.limit().done(permit.permit(), clock.instant());
      } else {
        permit.limit().lost(permit.permit());
      }
    } catch (SQLException e) {
      // The call then counts as one that may still arrive. The only effect is that the next call
      // waits longer.
      LOG.debug("Bellhop cannot write the end of an API call: {}", DatabaseErrors.describe(e));
    }
  }

  private static Map<String, String> headers(ApiCall call, String verifier) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    headers.put("Content-Type", "application/json");
    headers.putAll(call.headers());
    if (call.body() == null) {
      headers.remove("Content-Type");
    }
    if (verifier != null) {
      headers.put("Authorization", verifier);
    }
    headers.put("User-Agent", ApiClient.USER_AGENT);
    headers.forEach(
        (name, value) -> {
          if (value.chars().anyMatch(Character::isISOControl)) {
            throw new CredentialsException(
                "the header "
                    + name
                    + " would have control characters: set the account's api fields by PUT",
                null);
          }
        });
    return headers;
  }
}
