package io.bellhop.delivery;

import io.bellhop.webhook.Webhook;
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
final class Sinks implements Sender, AutoCloseable {
  /**
   * Headers that tell components what to do: which topic, which file, which program. Who makes a
   * webhook may choose its headers, but not what becomes of the operator's endpoint.
   */
  private static final Pattern COMMANDS = Pattern.compile("(camel|kafka\\.|org\\.apache\\.|jms).*");

  private final DelayedTasks delays;
  private final Message message;
  private final Duration whole;
  private final Map<String, Sink> sinks = new ConcurrentHashMap<>();

  /**
   * @param whole time that an endpoint has to take an event
   */
  Sinks(DelayedTasks delays, Message message, Duration whole) {
    this.delays = delays;
    this.message = message;
    this.whole = whole;
  }

  /**
   * @param uris by the name of the sink; one that is open already is replaced
   */
  void open(CamelContext context, Map<String, String> uris) {
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
  public CompletableFuture<Reply> send(Webhook webhook, Outbound delivery, Instant now) {
    Sink sink = sinks.get(webhook.sink());
    if (sink == null) {
      return CompletableFuture.completedFuture(Reply.failed("there is no sink of this name"));
    }
    byte[] body = message.body(webhook, delivery);
    Map<String, Object> headers = new TreeMap<>(message.headers(webhook, delivery, now, body));
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
