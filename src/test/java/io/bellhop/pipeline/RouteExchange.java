package io.bellhop.pipeline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.account.Account;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.InboxMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** What the tests of providers, their APIs and mappings start from. */
public final class RouteExchange {
  public static final Instant NOW = Instant.parse("2026-05-02T09:30:00Z");

  /** Reads numbers as the hub does. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final UUID ACCOUNT = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private RouteExchange() {}

  public static Account account() {
    return Account.builder()
        .id(ACCOUNT)
        .provider("acme")
        .name("Hotel")
        .externalId("1")
        .listenerToken("t")
        .createdAt(NOW)
        .updatedAt(NOW)
        .build();
  }

  /** A message that was tried {@code attempts} times. */
  public static InboxMessage message(String key, int attempts, UUID keyOwner) {
    return InboxMessage.builder(UUID.randomUUID(), ACCOUNT, "acme")
        .nativeEvent("booked")
        .keys(ACCOUNT + " 7", key)
        .receivedAt(NOW)
        .attempts(attempts)
        .keyOwner(keyOwner)
        .build();
  }

  public static InboxMessage message(String key) {
    return message(key, 0, null);
  }

  static ClaimResult result(InboxMessage... messages) {
    return new ClaimResult(
        new Claim(ACCOUNT + " 7", UUID.randomUUID(), 1, List.of(messages), true),
        IdempotencyWindow.UNBOUNDED);
  }

  /** JSON, with single quotes for the reader's sake. */
  public static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Exchange exchange(CamelContext context, Object body) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(body);
    return exchange;
  }

  /** An exchange on the route of this account's provider. */
  public static Exchange of(Account account, CamelContext context) {
    Exchange exchange = exchange(context, null);
    new ExchangeContext(result(), account, List.of()).on(exchange);
    return exchange;
  }
}
