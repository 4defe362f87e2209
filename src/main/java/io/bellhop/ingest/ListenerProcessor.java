package io.bellhop.ingest;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * What the ingest template calls: takes the request off the exchange, hands it to the {@link
 * Listener}, and puts the answer on. A bean of the template, so each provider has one of its own;
 * its properties are the template's parameters.
 */
public final class ListenerProcessor implements Processor {
  private final Listeners listeners;
  private String provider;
  private String proof;
  private String event;
  private String idempotencyKey;
  private String orderKey;
  private String mergeEvents = "";
  private String mergeWindow = "0";
  private Listener listener;

  public ListenerProcessor(Listeners listeners) {
    this.listeners = listeners;
  }

  /** Called by Camel when all properties are set. */
  public void init() {
    listener =
        listeners.open(
            ListenerSettings.of(
                provider, proof, event, idempotencyKey, orderKey, mergeEvents, mergeWindow));
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    String path = message.getHeader(Exchange.HTTP_PATH, String.class);
    String method = message.getHeader(Exchange.HTTP_METHOD, String.class);
    byte[] body = message.getBody(byte[].class);
    RequestHeaders headers = headers(message);
    message.removeHeaders("*");
    listener
        .take(method == null ? "" : method, token(path), headers, body == null ? new byte[0] : body)
        .on(exchange);
  }

  /** What stands behind /hooks/provider/; never read from a header or a path parameter. */
  private String token(String path) {
    String prefix = "/hooks/" + provider + "/";
    return path != null && path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }

  /** From the request itself: Camel's headers have query parameters mixed in. */
  private static RequestHeaders headers(Message message) {
    if (message instanceof HttpMessage http) {
      HttpServerRequest request = http.getRequest();
      return new RequestHeaders(request.headers().entries());
    }
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    message.getHeaders().forEach((name, value) -> entries.add(Map.entry(name, value + "")));
    return new RequestHeaders(entries);
  }

  public void setProvider(String provider) {
    this.provider = provider;
  }

  public void setProof(String proof) {
    this.proof = proof;
  }

  public void setEvent(String event) {
    this.event = event;
  }

  public void setIdempotencyKey(String idempotencyKey) {
    this.idempotencyKey = idempotencyKey;
  }

  public void setOrderKey(String orderKey) {
    this.orderKey = orderKey;
  }

  public void setMergeEvents(String mergeEvents) {
    this.mergeEvents = mergeEvents;
  }

  public void setMergeWindow(String mergeWindow) {
    this.mergeWindow = mergeWindow;
  }
}
