package io.bellhop.enrich;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.observe.Metrics;
import io.bellhop.pause.AccountGate;
import io.bellhop.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<String, AccountNeeds> needs = new ConcurrentHashMap<>();

  /**
   * @param addresses says where APIs may be that accounts name
   */
  public ApiClients(
      CamelContext context,
      Options options,
      AddressCheck addresses,
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
            options.number("bellhop.provider.max-answer", 1, Integer.MAX_VALUE - 1),
            addresses);
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

  private ApiClients(ApiClients served) {
    this.http = served.http;
    this.tokens = served.tokens;
    this.limits = served.limits;
    this.longestCall = served.longestCall;
    this.gate = served.gate;
    this.doubts = served.doubts;
    this.mapper = served.mapper;
    this.metrics = served.metrics;
    this.clock = served.clock;
  }

  /** The same for routes that are only tried: what they say of accounts is nobody's yet. */
  public ApiClients onTrial() {
    return new ApiClients(this);
  }

  /**
   * The names that an account of a provider may have under {@code api}; nothing if the provider has
   * no API that is called.
   */
  public Optional<Set<String>> fields(String provider) {
    return Optional.ofNullable(needs.get(provider)).map(AccountNeeds::fields);
  }

  /** The fields that an account needs before the API can be called; nothing if it has them. */
  public Optional<String> lacks(Account account) {
    return Optional.ofNullable(needs.get(account.provider())).flatMap(of -> of.lacks(account));
  }

  /**
   * @throws IllegalArgumentException naming the parameter that is wrong
   */
  ApiClient open(ApiSettings settings) {
    Auths auths = Auths.of(settings, tokens);
    http.trust(settings.baseUrl());
    needs.put(settings.provider(), new AccountNeeds(settings, auths));
    RateLimits allowed = new RateLimits(settings, limits, longestCall);
    return new ApiClient(
        settings,
        auths,
        new LimitedCalls(settings, allowed, http, metrics, clock),
        gate,
        doubts,
        mapper,
        clock);
  }
}
