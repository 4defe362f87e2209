package io.bellhop.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.delivery.http.DeliveryRequest;
import io.bellhop.delivery.http.FailureReason;
import io.bellhop.json.Json;
import io.bellhop.subscription.Shape;
import io.bellhop.subscription.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Applies the filters and transforms of subscriptions, on its own threads, so that a slow
 * expression delays only subscriptions with expressions. Thread-safe.
 */
final class EventShaper implements AutoCloseable {
  /** As many as prepare requests, because the work is bound by the processor. */
  private static final int THREADS = 2;

  /** In characters. Most receivers refuse larger requests. */
  private static final int LARGEST_BODY = 1_000_000;

  /** The error must fit into the column of an attempt. */
  private static final int LONGEST_ERROR = 200;

  /**
   * The result for an event.
   *
   * @param shape the applied filter and transform
   * @param body the body to send; null if there is none
   * @param error why there is no body, without data of the event; null if there is one, or if the
   *     filter leaves the event out
   */
  record Shaped(Shape shape, String body, String error) {}

  private final ObjectMapper mapper;
  private final DeliveryRequest requests;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("bellhop-shape"));

  EventShaper(ObjectMapper mapper, DeliveryRequest requests) {
    this.mapper = mapper;
    this.requests = requests;
  }

  /** Shapes an event. The returned future never fails. */
  CompletableFuture<Shaped> shape(Subscription subscription, String envelope) {
    return CompletableFuture.supplyAsync(() -> now(subscription, envelope), threads)
        // A fault of Bellhop must not hold up the record forever.
        .exceptionally(e -> failed(subscription, FailureReason.of(e)));
  }

  private Shaped now(Subscription subscription, String envelope) {
    try {
      return new Shaped(subscription.shape(), body(subscription, envelope), null);
    } catch (Shape.FailedException e) {
      return failed(subscription, e.getMessage());
    }
  }

  private static Shaped failed(Subscription subscription, String error) {
    int length = Math.min(LONGEST_ERROR, error.length());
    return new Shaped(subscription.shape(), null, error.substring(0, length));
  }

  /** The body for an event; null if the filter leaves it out. */
  String body(Subscription subscription, String envelope) throws Shape.FailedException {
    Shape shape = subscription.shape();
    if (shape.filter() != null && !shape.wants(Json.stored(mapper, envelope))) {
      return null;
    }
    String sent = requests.text(subscription, envelope);
    return shape.transform() == null ? sent : text(shape.transform(Json.stored(mapper, sent)));
  }

  private String text(JsonNode body) throws Shape.FailedException {
    try {
      String text = mapper.writeValueAsString(body);
      if (text.length() > LARGEST_BODY) {
        throw Shape.failed("gives more than " + LARGEST_BODY + " characters");
      }
      return text;
    } catch (JsonProcessingException e) {
      throw Shape.failed("gives what is no JSON, or is nested too deeply");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
