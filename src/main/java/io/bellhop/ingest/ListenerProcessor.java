package io.bellhop.ingest;

import io.bellhop.net.RequestHeaders;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The processor of the ingest template: takes the request from the exchange, passes it to the
 * {@link Listener}, and sets the answer. A bean of the template, so that each provider has one.
 */
public final class ListenerProcessor implements Processor {
  /** The header in which a host names the account: the last part of its listener URL. */
  public static final String TOKEN = RequestHeaders.LISTENER + "token";

  /**
   * The exchange property in which Bellhop's own route passes the request; no sender can set it.
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
   * Checks the parameters as at a start, but opens nothing.
   *
   * @throws IllegalArgumentException names the parameter that is wrong
   */
  public static void check(Map<String, String> parameters) {
    ListenerSettings.of(parameters, Integer.MAX_VALUE, Clock.systemUTC());
  }

  /** Camel calls this when all properties are set. */
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

  /** The token in the host's header, or else the last part of the path. */
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

  /** The largest size of a body, in bytes. */
  public void setLargest(int largest) {
    this.largest = largest;
  }
}
