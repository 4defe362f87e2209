package io.bellhop.delivery.sink;

import io.bellhop.delivery.http.DelayedTasks;
import io.bellhop.delivery.http.DeliveryRequest;
import io.bellhop.delivery.http.EventSender;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.http.TracedSender;
import io.bellhop.subscription.Subscription;
import io.bellhop.tracing.TraceSpan;
import io.bellhop.tracing.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * Sends events to the Camel endpoints that the operator has configured, with the body and the
 * headers of a post. Thread-safe.
 */
public final class Sinks implements EventSender, AutoCloseable {
  /**
   * Headers that control components, such as the topic, the file or the program. A user may choose
   * the headers of a subscription, but not what the operator's endpoint does.
   */
  private static final Pattern COMMANDS = Pattern.compile("(camel|kafka\\.|org\\.apache\\.|jms).*");

  /**
   * The headers from which camel-kafka reads the key of a record: the second name since 4.14.8,
   * 4.18.3 and 4.21, the first in earlier versions. Each version reads its own and writes neither
   * into the record.
   */
  private static final List<String> KEY_HEADERS = List.of("kafka.KEY", "CamelKafkaKey");

  private static final String NO_SINK = "there is no sink of this name";

  private final DelayedTasks delays;
  private final DeliveryRequest requests;
  private final Duration whole;
  private final Tracing tracing;
  private final Map<String, Sink> sinks = new ConcurrentHashMap<>();
  private final Map<String, BatchSink> batches = new ConcurrentHashMap<>();

  /**
   * @param whole the time that an endpoint may take for an event
   * @param tracing traces batches; for single events the caller traces
   */
  public Sinks(DelayedTasks delays, DeliveryRequest requests, Duration whole, Tracing tracing) {
    this.delays = delays;
    this.requests = requests;
    this.whole = whole;
    this.tracing = tracing;
  }

  /**
   * @param uris by the name of the sink; an open sink with the same name is replaced
   */
  public void open(CamelContext context, Map<String, String> uris) {
    uris.forEach(
        (name, uri) -> {
          SinkRoute.Entries entries = SinkRoute.open(context, name, uri);
          Sink before = sinks.put(name, new Sink(name, entries.single(), delays, whole));
          if (entries.batch() == null) {
            batches.remove(name);
          } else {
            batches.put(name, new BatchSink(entries.batch()));
          }
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
      return CompletableFuture.completedFuture(HttpReply.failed(NO_SINK));
    }
    BatchSink.Message message = message(subscription, delivery, now);
    return sink.send(
        message.body(),
        message.headers(),
        Map.of("record", delivery.record(), "eventId", delivery.event().id().toString()));
  }

  private BatchSink.Message message(
      Subscription subscription, OutboundEvent delivery, Instant now) {
    byte[] body = requests.body(subscription, delivery);
    Map<String, Object> headers =
        new TreeMap<>(requests.headers(subscription, delivery, now, body));
    headers.keySet().removeIf(name -> COMMANDS.matcher(name.toLowerCase(Locale.ROOT)).matches());
    return new BatchSink.Message(body, headers);
  }

  /** Whether there is a sink of this name. */
  public boolean isOpen(String name) {
    return sinks.containsKey(name);
  }

  /** Whether there is a sink of this name, and it accepts batches. */
  public boolean takesBatches(String name) {
    return batches.containsKey(name);
  }

  /** Sends a batch of events and waits until the receiver has acknowledged them. Never throws. */
  public BatchReply sendAll(Subscription subscription, List<OutboundEvent> events, Instant now) {
    BatchSink sink = batches.get(subscription.sink());
    if (sink == null) {
      return BatchReply.failed(NO_SINK);
    }
    List<BatchSink.Message> messages = new ArrayList<>(events.size());
    List<TraceSpan> spans = new ArrayList<>();
    for (OutboundEvent event : events) {
      BatchSink.Message message = message(subscription, traced(event, spans), now);
      KEY_HEADERS.forEach(name -> message.headers().put(name, event.record()));
      messages.add(message);
    }
    BatchReply reply = sink.send(messages);
    for (int i = 0; i < spans.size(); i++) {
      try (TraceSpan span = spans.get(i)) {
        if (!reply.isTaken() || reply.refusedAt().contains(i)) {
          span.fail(reply.isTaken() ? "refused" : "unanswered");
        }
      }
    }
    return reply;
  }

  private OutboundEvent traced(OutboundEvent event, List<TraceSpan> spans) {
    if (tracing == Tracing.OFF) {
      return event;
    }
    spans.add(TracedSender.begin(tracing, Tracing.Side.PRODUCER, event));
    return event.tracedBy(spans.get(spans.size() - 1).traceParent());
  }

  @Override
  public void close() {
    sinks.values().forEach(Sink::close);
  }
}
