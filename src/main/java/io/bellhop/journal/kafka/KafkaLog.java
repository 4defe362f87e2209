package io.bellhop.journal.kafka;

import io.bellhop.config.ConfigException;
import io.bellhop.queue.UnavailableException;
import java.util.List;
import java.util.Map;

/** The log in a topic. Thread-safe, but only one thread may append. */
public final class KafkaLog implements AutoCloseable {
  /** A record to write. */
  public record Entry(int partition, String key, byte[] value) {}

  private final KafkaSettings settings;
  private final KafkaClients clients;
  private final KafkaTopic topic;
  private final KafkaWriter writer;
  private volatile String id;

  /**
   * @param partitions of the topic
   */
  public KafkaLog(KafkaSettings settings, int partitions) {
    this.settings = settings;
    this.clients = new KafkaClients(settings);
    this.topic = new KafkaTopic(settings, partitions);
    this.writer = new KafkaWriter(settings, clients);
  }

  /**
   * Returns when the topic has once been there and valid.
   *
   * @return its id
   * @throws UnavailableException if Kafka does not answer
   * @throws ConfigException if the topic cannot be a log
   */
  public synchronized String prepare() throws UnavailableException {
    if (id == null) {
      id = topic.prepare(clients);
    }
    return id;
  }

  /**
   * Checks that the topic is still the same, after {@link #prepare}.
   *
   * @throws UnavailableException if Kafka does not answer
   * @throws ConfigException if it is another one, or missing
   */
  public void requireSame() throws UnavailableException {
    topic.requireSame(clients, id);
  }

  /**
   * Returns when all replicas in sync have these.
   *
   * @return by partition, the offset behind the last of them
   * @throws UnavailableException if Kafka has not acknowledged all in time; it may have some
   */
  public Map<Integer, Long> append(List<Entry> entries) throws UnavailableException {
    if (id == null) {
      throw new UnavailableException("the " + settings + " has not answered yet");
    }
    return writer.write(entries);
  }

  /** A reader of this log, for one thread. */
  public KafkaReader reader() {
    return new KafkaReader(settings.topic(), clients);
  }

  /** The caller appends nothing any more. */
  @Override
  public void close() {
    writer.close();
  }

  /** For logs and errors. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
