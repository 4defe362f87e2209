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
 * Sends events to Camel endpoints that the operator has named, with the body and the headers of a
 * post. Thread-safe.
 */
public final class Sinks implements EventSender, AutoCloseable {
  /**
   * Headers that tell components what to do: which topic, which file, which program. Who makes a
   * subscription may choose its headers, but not what becomes of the operator's endpoint.
   */
  private static final Pattern COMMANDS = Pattern.compile("(camel|kafka\\.|org\\.apache\\.|jms).*");

  private final DelayedTasks delays;
  private final DeliveryRequest message;
  private final Duration whole;
  private final Map<String, Sink> sinks = new ConcurrentHashMap<>();

  /**
   * @param whole time that an endpoint has to take an event
   */
  public Sinks(DelayedTasks delays, DeliveryRequest message, Duration whole) {
    this.delays = delays;
    this.message = message;
    this.whole = whole;
  }

  /**
   * @param uris by the name of the sink; one that is open already is replaced
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
    byte[] body = message.body(subscription, delivery);
    Map<String, Object> headers = new TreeMap<>(message.headers(subscription, delivery, now, body));
    headers.keySet().removeIf(name -> COMMANDS.matcher(name.toLowerCase(Locale.ROOT)).matches());
    return sink.send(
        body,
        headers,
        Map.of("record", delivery.record(), "eventId", delivery.eventId().toString()));
  }

  @Override
  public void close() {
    sinks.values().forEach(Sink::close);
  }
}
