package io.bellhop.journal.kafka;

import io.bellhop.queue.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/** Writes records and waits until all in-sync replicas have them. One thread. */
final class KafkaWriter implements AutoCloseable {
  /** How long others fail at once after a failure: each would wait for its own timeout. */
  private static final long PAUSE = Duration.ofMillis(500).toNanos();

  private final KafkaSettings settings;
  private final KafkaClients clients;
  private Producer<String, byte[]> producer;
  private UnavailableException failure;
  private long failedAt;

  KafkaWriter(KafkaSettings settings, KafkaClients clients) {
    this.settings = settings;
    this.clients = clients;
  }

  /**
   * Returns when all of these are written.
   *
   * @return by partition, the offset behind the last of them
   * @throws UnavailableException if Kafka has not acknowledged all in time; it may have some
   */
  Map<Integer, Long> write(List<KafkaLog.Entry> entries) throws UnavailableException {
    if (failure != null && System.nanoTime() - failedAt < PAUSE) {
      throw failure;
    }
    try {
      Map<Integer, Long> ends = send(entries);
      failure = null;
      return ends;
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (TimeoutException | KafkaException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the hub is stopping", e);
    }
  }

  private Map<Integer, Long> send(List<KafkaLog.Entry> entries)
      throws ExecutionException, TimeoutException, InterruptedException {
    long end = System.nanoTime() + settings.timeout().toNanos();
    if (producer == null) {
      producer = clients.producer();
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>(entries.size());
    for (KafkaLog.Entry one : entries) {
      Future<RecordMetadata> next =
          producer.send(
              new ProducerRecord<>(settings.topic(), one.partition(), one.key(), one.value()));
      if (next.isDone()) {
        // Kafka is away, and each of the others would wait for it too.
        next.get();
      }
      sent.add(next);
    }
    // One request to each broker; without this each partition would get one of its own.
    producer.flush();
    Map<Integer, Long> ends = new HashMap<>();
    for (Future<RecordMetadata> one : sent) {
      RecordMetadata written = one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      ends.merge(written.partition(), written.offset() + 1, Math::max);
    }
    return ends;
  }

  private UnavailableException failed(Throwable cause) {
    if (cause instanceof RecordTooLargeException) {
      return new UnavailableException(
          "a webhook is larger than the max.message.bytes of the "
              + settings
              + ": raise it to "
              + settings.largest(),
          cause);
    }
    if (!(cause instanceof RetriableException || cause instanceof TimeoutException)) {
      // A producer may never work again after such a failure.
      close();
    }
    failedAt = System.nanoTime();
    failure =
        new UnavailableException(
            "the "
                + settings
                + " has not acknowledged within "
                + settings.timeout().toMillis()
                + " ms: "
                + cause.getClass().getSimpleName(),
            cause);
    return failure;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}
