package io.bellhop.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.account.Account;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.json.Json;
import io.bellhop.tracing.Tracing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;

/** Makes the exchange that carries a message to its provider's route. Thread-safe. */
public final class MessageExchanges {
  private final CamelContext context;
  private final ObjectMapper mapper;
  private final TenantRule tenants;
  private final Tracing tracing;

  /** Whether a body is about a customer of another account. */
  public interface TenantRule {
    /**
     * @param body the parsed body of the message
     */
    boolean isOther(Account account, InboxMessage message, JsonNode body);
  }

  public MessageExchanges(
      CamelContext context, ObjectMapper mapper, TenantRule tenants, Tracing tracing) {
    this.context = context;
    this.mapper = mapper;
    this.tenants = tenants;
    this.tracing = tracing;
  }

  CamelContext context() {
    return context;
  }

  /** Opens the scope in which a route processes an exchange. */
  MessageScope scope(Exchange exchange) {
    return new MessageScope(tracing, exchange);
  }

  /** The endpoint of the route that takes a message. */
  static String entry(InboxMessage message) {
    String entry = "direct:bellhop-" + message.provider();
    String part =
        message.isFollowUp()
            ? "-" + MessageKind.FOLLOW_UP.text()
            : message.isSyncPage() ? "-sync" : "";
    // By default a worker would wait half a minute for routes that are being replaced or are gone.
    return entry + part + "?block=false";
  }

  /**
   * @return empty if the message ends here; then it has its outcome
   */
  Optional<Exchange> make(ExchangeContext current) {
    InboxMessage message = current.first();
    JsonNode body;
    try {
      body = body(message);
    } catch (IOException | RuntimeException e) {
      return end(current, MessageStatus.DEAD, "Bellhop cannot read its stored body");
    }
    if (message.isFollowUp() && !current.result().ownsIdempotencyKey(message)) {
      return end(current, MessageStatus.DUPLICATE, null);
    }
    boolean fromProvider = !message.isFollowUp() && !message.isSync() && !message.isReadAgain();
    if (fromProvider && tenants.isOther(current.account(), message, body)) {
      return end(
          current,
          MessageStatus.IGNORED,
          "it belongs to another tenant than the account's external_id: correct that and"
              + " replay it, or leave it");
    }
    return Optional.of(exchange(current, body));
  }

  /** The parsed body of a message that has just arrived; otherwise parses the stored bytes. */
  private JsonNode body(InboxMessage message) throws IOException {
    JsonNode parsed = message.parsed().take();
    return parsed == null ? Json.read(mapper, message.body()) : parsed;
  }

  private static Optional<Exchange> end(
      ExchangeContext current, MessageStatus status, String error) {
    current.result().end(List.of(current.first()), status, error);
    return Optional.empty();
  }

  private Exchange exchange(ExchangeContext current, JsonNode body) {
    InboxMessage message = current.first();
    Exchange exchange = new DefaultExchange(context, ExchangePattern.InOnly);
    current.on(exchange);
    // Enrichment uses a copy of the exchange, which shares only properties that already exist.
    AnswerTracker.of(exchange);
    Warnings.of(exchange);
    exchange.setVariable("provider", message.provider());
    exchange.setVariable("origin", message.kind().origin());
    exchange.setVariable("firstSight", message.isFirstSeen());
    exchange.setVariable("event", message.nativeEvent());
    exchange.setVariable("idempotencyKey", message.idempotencyKey());
    exchange.setVariable("orderKey", message.orderKey());
    if (message.isReadAgain() || message.attempts() > 0 && !message.isReplay()) {
      // The body is old, so a route that can read the record should. A replay uses the body: the
      // account may have no API, and the comparison detects an older state.
      exchange.setVariable("readAgain", "true");
    }
    // Only the names: a route may depend on them, but must not read secrets.
    exchange.setVariable("apiFields", String.join(",", current.account().api().keySet()));
    exchange.getIn().setBody(body);
    return exchange;
  }
}
