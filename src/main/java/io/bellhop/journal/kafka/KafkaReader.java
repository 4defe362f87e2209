package io.bellhop.journal.kafka;

import io.bellhop.queue.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions of the log from where its caller wants, in order. One thread. */
public final class KafkaReader implements AutoCloseable {
  private static final Duration LONGEST_QUESTION = Duration.ofSeconds(3);

  /** A record as it was written. */
  public record Entry(int partition, long offset, byte[] value) {}

  /**
   * The contents of a partition.
   *
   * @param first the offset of its first record
   * @param end the offset after its last one
   */
  public record Range(long first, long end) {}

  private final String topic;
  private final KafkaClients clients;
  private Consumer<String, byte[]> consumer;

  /** By partition, the offset of the next poll. */
  private Map<Integer, Long> positions = Map.of();

  KafkaReader(String topic, KafkaClients clients) {
    this.topic = topic;
    this.clients = clients;
  }

  /** The present contents of partitions. */
  public Map<Integer, Range> ranges(Collection<Integer> of) throws UnavailableException {
    Set<TopicPartition> asked =
        of.stream().map(one -> new TopicPartition(topic, one)).collect(Collectors.toSet());
    try {
      Map<TopicPartition, Long> first = consumer().beginningOffsets(asked, LONGEST_QUESTION);
      Map<TopicPartition, Long> ends = consumer().endOffsets(asked, LONGEST_QUESTION);
      return asked.stream()
          .collect(
              Collectors.toMap(
                  TopicPartition::partition, one -> new Range(first.get(one), ends.get(one))));
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  /**
   * The next records, those of each partition in order.
   *
   * @param from by partition, the offset of the first one
   * @return empty if none arrive in time
   * @throws LostRecordsException if requested records are missing
   */
  public List<Entry> poll(Map<Integer, Long> from, Duration limit)
      throws UnavailableException, LostRecordsException {
    try {
      follow(from);
      List<Entry> read = new ArrayList<>();
      for (ConsumerRecord<String, byte[]> one : consumer.poll(limit)) {
        read.add(new Entry(one.partition(), one.offset(), one.value()));
        positions.put(one.partition(), one.offset() + 1);
      }
      return read;
    } catch (OffsetOutOfRangeException e) {
      reset();
      throw new LostRecordsException(
          e.offsetOutOfRangePartitions().keySet().stream()
              .map(TopicPartition::partition)
              .collect(Collectors.toSet()),
          e);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  private void follow(Map<Integer, Long> from) {
    if (consumer == null || !from.equals(positions)) {
      positions = new HashMap<>(from);
      consumer().assign(from.keySet().stream().map(p -> new TopicPartition(topic, p)).toList());
      from.forEach((partition, at) -> consumer.seek(new TopicPartition(topic, partition), at));
    }
  }

  /** The number of records after those of the last poll, as far as known. */
  public long unread() {
    return positions.keySet().stream()
        .mapToLong(p -> consumer().currentLag(new TopicPartition(topic, p)).orElse(0))
        .sum();
  }

  private Consumer<String, byte[]> consumer() {
    if (consumer == null) {
      consumer = clients.consumer();
    }
    return consumer;
  }

  private UnavailableException unavailable(KafkaException cause) {
    reset();
    return new UnavailableException(
        "Bellhop cannot read the topic " + topic + ": " + cause.getClass().getSimpleName(), cause);
  }

  /** A consumer may never work again after a failure. */
  private void reset() {
    close();
    positions = Map.of();
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(Duration.ZERO);
      consumer = null;
    }
  }
}
