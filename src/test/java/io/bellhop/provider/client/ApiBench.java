package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.monitor.Metrics;
import io.bellhop.monitor.Telemetry;
import io.bellhop.pipeline.RouteExchange;
import io.bellhop.provider.pause.AccountGate;
import io.bellhop.store.Database;
import io.bellhop.support.MutableClock;
import io.bellhop.support.SharedTemplate;
import io.bellhop.tool.fixture.FixtureAnswer;
import io.bellhop.tool.fixture.FixtureApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** The processor of the API template in a real Camel context, before a real HTTP server. */
public final class ApiBench implements AutoCloseable {
  static final String PATH = "/v1/stays/7";
  static final String TOKEN_PATH = "/oauth/token";

  final FixtureApi api = new FixtureApi(name -> Optional.empty());
  final MutableClock clock = new MutableClock();
  private final CamelContext context = new DefaultCamelContext();
  private final Database database;
  private final SecretBox secrets = new SecretBox(new byte[32]);

  /**
   * @param database where tokens are kept; null for a test that needs none
   */
  ApiBench(Database database) {
    this.database = database;
    context.start();
    api.put(PATH, bytes("{'id': 7}"));
  }

  /** As the template makes it: parameters by name and value, in pairs. */
  ApiProcessor open(String... parameters) {
    Map<String, String> all = SharedTemplate.defaults("api");
    all.putAll(Map.of("provider", "acme", "tokenPath", TOKEN_PATH));
    all.put("baseUrl", api.uri().toString());
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    ApiProcessor processor =
        new ApiProcessor(
            new ApiClients(
                context,
                Options.load(new Properties(), Map.of(), known -> Map.of()),
                url -> {},
                new ApiClients.Services(
                    database,
                    secrets,
                    AccountGate.OPEN,
                    RouteExchange.MAPPER,
                    Telemetry.of(new Metrics(new SimpleMeterRegistry())),
                    clock)));
    processor.getParameters().putAll(all);
    processor.init();
    return processor;
  }

  JsonNode call(ApiProcessor processor, Account account) {
    return call(processor, account, Map.of());
  }

  JsonNode call(ApiProcessor processor, Account account, Map<String, Object> variables) {
    Exchange exchange = exchange(account);
    variables.forEach(exchange::setVariable);
    processor.process(exchange);
    return exchange.getMessage().getBody(JsonNode.class);
  }

  /** On its way to the record. */
  Exchange exchange(Account account) {
    Exchange exchange = RouteExchange.of(account, context);
    exchange.setVariable("apiPath", PATH);
    return exchange;
  }

  FixtureApi.Call last() {
    return api.calls().get(api.calls().size() - 1);
  }

  /** The forms that were sent for tokens. */
  List<String> forms() {
    return api.calls(TOKEN_PATH).stream()
        .map(call -> new String(call.body(), StandardCharsets.UTF_8))
        .toList();
  }

  /** The values of Authorization that records were asked for with. */
  List<String> verifiers() {
    return api.calls(PATH).stream().map(call -> call.headers().get("authorization")).toList();
  }

  static FixtureAnswer json(String text) {
    return FixtureAnswer.of(200, bytes(text));
  }

  public static Account account(Map<String, String> fields) {
    return account(UUID.randomUUID(), fields);
  }

  public static Account account(UUID id, Map<String, String> fields) {
    return Account.builder()
        .id(id)
        .provider("acme")
        .name("Hotel")
        .externalId("ext-1")
        .api(fields)
        .listenerToken("t")
        .createdAt(RouteExchange.NOW)
        .updatedAt(RouteExchange.NOW)
        .build();
  }

  private static byte[] bytes(String text) {
    return RouteExchange.json(text).toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    context.stop();
    api.close();
  }

  /** A call for an account with these credentials. */
  JsonNode call(ApiProcessor api, Map<String, String> fields) {
    return call(api, account(fields), Map.of());
  }

  JsonNode call(ApiProcessor api, Map<String, String> fields, Map<String, Object> variables) {
    return call(api, account(fields), variables);
  }
}
