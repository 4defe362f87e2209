package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.account.AccountCheck;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.monitor.Telemetry;
import io.bellhop.provider.pause.AccountGate;
import io.bellhop.provider.ratelimit.LimitTable;
import io.bellhop.provider.ratelimit.RateLimits;
import io.bellhop.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;

/** Opens the client of a provider's API; all clients share the expensive parts. Thread-safe. */
public final class ApiClients {
  /** The services that clients share with the rest of the hub. */
  public record Services(
      Database database,
      SecretBox secrets,
      AccountGate gate,
      ObjectMapper mapper,
      Telemetry telemetry,
      Clock clock) {}

  private final Services services;
  private final HttpCalls http;
  private final Tokens tokens;
  private final LimitTable limits;
  private final AccountCallTracker tracker;
  private final Duration longestCall;
  private final Map<String, ApiAccountFields> needs = new ConcurrentHashMap<>();
  private final Map<String, ApiProbe> probes = new ConcurrentHashMap<>();
  private final Map<String, Passthrough> passthroughs = new ConcurrentHashMap<>();
  private final Map<String, ConnectSettings> connections = new ConcurrentHashMap<>();

  /**
   * @param addresses decides which hosts accounts may name
   */
  public ApiClients(
      CamelContext context, Options options, AddressCheck addresses, Services services) {
    this.services = services;
    Duration connect = options.time("bellhop.provider.connect-timeout");
    Duration response = options.time("bellhop.provider.response-timeout");
    int largest = options.number("bellhop.provider.max-answer", 1, Integer.MAX_VALUE - 1);
    this.http = new HttpCalls(context, connect, response, largest, addresses);
    this.tokens =
        new Tokens(
            new TokenTable(services.database(), services.secrets()),
            new TokenEndpoint(http, services.mapper(), services.clock()),
            options.time("bellhop.provider.token-least-age"),
            services.clock());
    this.limits = new LimitTable(services.database());
    this.tracker =
        new AccountCallTracker(options.number("bellhop.inbox.workers", 1, 1000), services.clock());
    // The limits for a connection from the pool, for a new connection, and for the answer.
    this.longestCall = response.plus(connect).plus(response);
  }

  private ApiClients(ApiClients served) {
    this.services = served.services;
    this.http = served.http;
    this.tokens = served.tokens;
    this.limits = served.limits;
    this.tracker = served.tracker;
    this.longestCall = served.longestCall;
  }

  Instant now() {
    return services.clock().instant();
  }

  /** For routes on trial, whose requirements for accounts do not apply yet. */
  public ApiClients onTrial() {
    return new ApiClients(this);
  }

  /**
   * The names that an account of a provider may have under {@code api}; empty if no route calls an
   * API of the provider.
   */
  public Optional<Set<String>> fields(String provider) {
    return Optional.ofNullable(needs.get(provider)).map(ApiAccountFields::fields);
  }

  /** The fields that an account needs before the API can be called; empty if it has them. */
  public Optional<String> lacks(Account account) {
    return Optional.ofNullable(needs.get(account.provider())).flatMap(of -> of.lacks(account));
  }

  /**
   * @throws IllegalArgumentException naming the invalid parameter
   */
  ApiClient open(ApiSettings settings) {
    Auths auths = Auths.of(settings, tokens, services.clock());
    http.trust(settings.baseUrl());
    needs.put(settings.provider(), new ApiAccountFields(settings, auths));
    RateLimits allowed =
        new RateLimits(
            settings.provider(), settings.baseUrl(), settings.limits(), limits, longestCall);
    LimitedCalls calls =
        new LimitedCalls(settings, allowed, http, services.telemetry(), services.clock());
    ApiClient client =
        new ApiClient(
            new AuthorizedCalls(settings, auths, calls, services.mapper(), services.clock()),
            services.gate(),
            tracker,
            services.mapper(),
            services.clock());
    probes.put(settings.provider(), new ApiProbe(client, settings));
    passthroughs.put(settings.provider(), new Passthrough(client, settings));
    connections.put(settings.provider(), settings.connect());
    return client;
  }

  /** Passes a user's calls on to a provider's API; empty if no route calls one. */
  public Optional<Passthrough> passthrough(String provider) {
    return Optional.ofNullable(passthroughs.get(provider));
  }

  /** How customers connect accounts of a provider; empty if they cannot. */
  public Optional<ConnectSettings> connection(String provider) {
    return Optional.ofNullable(connections.get(provider)).filter(ConnectSettings::isDeclared);
  }

  public AuthorizationCodes codes() {
    return new AuthorizationCodes(http, services.mapper());
  }

  /** Tests an account's credentials by one harmless call, even while the account is paused. */
  public AccountCheck check(Account account) {
    ApiProbe probe = probes.get(account.provider());
    return probe == null
        ? AccountCheck.notChecked("no route calls the API of this provider")
        : lacks(account)
            .map(fields -> AccountCheck.failed("it has no credentials: set api." + fields))
            .orElseGet(() -> probe.check(account));
  }
}
