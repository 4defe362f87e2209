package io.bellhop.enrich;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.observe.Metrics;
import io.bellhop.store.Database;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** Opens the client of a provider's API; what all of them share is made once. Thread-safe. */
public final class ApiClients {
  private final HttpCalls http;
  private final Tokens tokens;
  private final ObjectMapper mapper;
  private final Metrics metrics;
  private final Clock clock;

  public ApiClients(
      CamelContext context,
      Options options,
      Database database,
      SecretBox secrets,
      ObjectMapper mapper,
      Metrics metrics,
      Clock clock) {
    this.http =
        new HttpCalls(
            context,
            options.time("bellhop.provider.connect-timeout"),
            options.time("bellhop.provider.response-timeout"),
            options.number("bellhop.provider.max-answer", 1, Integer.MAX_VALUE - 1));
    this.tokens =
        new Tokens(
            new TokenTable(database, secrets), new TokenEndpoint(http, mapper, clock), clock);
    this.mapper = mapper;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException naming the parameter that is wrong
   */
  ApiClient open(ApiSettings settings) {
    return new ApiClient(settings, Auths.of(settings, tokens), http, mapper, metrics, clock);
  }
}
