package io.bellhop.delivery.sink;

import io.bellhop.delivery.http.DelayedTasks;
import io.bellhop.delivery.http.DeliveryRequest;
import io.bellhop.delivery.http.EventSender;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * Sends events to the Camel endpoints that the operator has named, with the body and the headers
 * of a post. Thread-safe.
 */
public final class Sinks implements EventSender, AutoCloseable {
  /**
   * Headers that command components: which topic, which file, which program. A user may choose the
   * headers of a subscription, but not what the operator's endpoint does.
   */
  private static final Pattern COMMANDS = Pattern.compile("(camel|kafka\\.|org\\.apache\\.|jms).*");

  private final DelayedTasks delays;
  private final DeliveryRequest requests;
  private final Duration whole;
  private final Map<String, Sink> sinks = new ConcurrentHashMap<>();

  /**
   * @param whole the time that an endpoint may take for an event
   */
  public Sinks(DelayedTasks delays, DeliveryRequest requests, Duration whole) {
    this.delays = delays;
    this.requests = requests;
    this.whole = whole;
  }

  /**
   * @param uris by the name of the sink; an open one is replaced
   */
  public void open(CamelContext context, Map<String, String> uris) {
    uris.forEach(
        (name, uri) -> {
          Sink before =
              sinks.put(name, new Sink(name, SinkRoute.open(context, name, uri), delays, whole));
          if (before != null) {
            before.close();
          }
        });
  }

  @Override
  public CompletableFuture<HttpReply> send(
      Subscription subscription, OutboundEvent delivery, Instant now) {
    Sink sink = sinks.get(subscription.sink());
    if (sink == null) {
      return CompletableFuture.completedFuture(HttpReply.failed("there is no sink of this name"));
    }
    byte[] body = requests.body(subscription, delivery);
    Map<String, Object> headers = new TreeMap<>(requests.headers(subscription, delivery, now, body));
    headers.keySet().removeIf(name -> COMMANDS.matcher(name.toLowerCase(Locale.ROOT)).matches());
    return sink.send(
        body,
        headers,
        Map.of("record", delivery.record(), "eventId", delivery.event().id().toString()));
  }

  @Override
  public void close() {
    sinks.values().forEach(Sink::close);
  }
}
