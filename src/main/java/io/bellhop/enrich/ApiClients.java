package io.bellhop.enrich;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.observe.Metrics;
import io.bellhop.pause.AccountGate;
import io.bellhop.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;

/** Opens the client of a provider's API; what all of them share is made once. Thread-safe. */
public final class ApiClients {
  private final HttpCalls http;
  private final Tokens tokens;
  private final LimitTable limits;
  private final AccountGate gate;
  private final AccountDoubts doubts;
  private final Duration longestCall;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;

  public ApiClients(
      CamelContext context,
      Options options,
      Database database,
      SecretBox secrets,
      AccountGate gate,
      ObjectMapper mapper,
      Metrics metrics,
      Clock clock) {
    Duration connect = options.time("bellhop.provider.connect-timeout");
    Duration response = options.time("bellhop.provider.response-timeout");
    this.http =
        new HttpCalls(
            context,
            connect,
            response,
            options.number("bellhop.provider.max-answer", 1, Integer.MAX_VALUE - 1));
    this.tokens =
        new Tokens(
            new TokenTable(database, secrets),
            new TokenEndpoint(http, mapper, clock),
            options.time("bellhop.provider.token-least-age"),
            clock);
    this.limits = new LimitTable(database);
    this.gate = gate;
    this.doubts = new AccountDoubts(options.number("bellhop.inbox.workers", 1, 1000), clock);
    // For a connection of the pool, for a new one, and for the answer.
    this.longestCall = response.plus(connect).plus(response);
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * @throws IllegalArgumentException naming the parameter that is wrong
   */
  ApiClient open(ApiSettings settings) {
    RateLimits allowed = new RateLimits(settings, limits, longestCall);
    return new ApiClient(
        settings,
        Auths.of(settings, tokens),
        new LimitedCalls(settings, allowed, http, metrics, clock),
        gate,
        doubts,
        mapper,
        clock);
  }
}
