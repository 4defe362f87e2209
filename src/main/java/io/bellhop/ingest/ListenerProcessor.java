package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * What the ingest template calls: takes the request off the exchange, hands it to the {@link
 * Listener}, and puts the answer on. A bean of the template, so each provider has one of its own.
 */
public final class ListenerProcessor implements Processor {
  /** The header that a host names the account by: the last part of its listener URL. */
  public static final String TOKEN = RequestHeaders.LISTENER + "token";

  /**
   * The exchange property that our own front hands the request over by, which no sender can set.
   */
  static final String WEBHOOK = "bellhop.webhook";

  private final Listeners listeners;
  private final Map<String, String> parameters = new HashMap<>();
  private Listener listener;
  private int largest = Integer.MAX_VALUE;

  public ListenerProcessor(Listeners listeners) {
    this.listeners = listeners;
  }

  /**
   * Reads parameters as a start would, and opens nothing.
   *
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  public static void check(Map<String, String> parameters) {
    ListenerSettings.of(parameters, Integer.MAX_VALUE, Clock.systemUTC());
  }

  /** Called by Camel when all properties are set. */
  public void init() {
    listener = listeners.open(parameters, largest);
  }

  @Override
  public void process(Exchange exchange) {
    Webhook webhook = exchange.getProperty(WEBHOOK, Webhook.class);
    if (webhook == null) {
      webhook = webhook(exchange.getMessage());
    }
    exchange.getMessage().removeHeaders("*");
    listener.take(webhook).on(exchange);
  }

  private Webhook webhook(Message message) {
    byte[] body = message.getBody(byte[].class);
    RequestHeaders headers = RequestHeaders.of(message);
    return new Webhook(
        message.getHeader(Exchange.HTTP_METHOD, "POST", String.class),
        token(message),
        message.getHeader(Exchange.HTTP_QUERY, "", String.class),
        headers,
        body == null ? new byte[0] : body,
        listeners.addresses().of(message, headers));
  }

  /** The host that took the request gives it; else the path ends with it. */
  private static String token(Message message) {
    String token = message.getHeader(TOKEN, String.class);
    if (token != null) {
      return token;
    }
    String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The template's parameters by name. */
  public Map<String, String> getParameters() {
    return parameters;
  }

  /** Bytes that a body may have. */
  public void setLargest(int largest) {
    this.largest = largest;
  }
}
