package io.bellhop.journal.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes the clients of Kafka, each with those of the given properties that it knows. */
final class KafkaClients {
  /** How much a reader fetches at once from a broker, in bytes of memory. */
  private static final int FETCH = 8 * 1024 * 1024;

  private final KafkaSettings settings;

  KafkaClients(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Whether their library is on the class path: a hub without a Kafka log does not need it. */
  static boolean areThere() {
    try {
      return !names().isEmpty();
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  /** The properties that clients have. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(ProducerConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(AdminClientConfig.configNames());
    return names;
  }

  Producer<String, byte[]> producer() {
    int timeout = (int) settings.timeout().toMillis();
    Map<String, Object> properties = given(ProducerConfig.configNames());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.largest());
    // The writer knows when a group of records is complete.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, timeout / 4);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    // There must be time for a second attempt, such as at a new leader.
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  Consumer<String, byte[]> consumer() {
    Map<String, Object> properties = given(ConsumerConfig.configNames());
    properties.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  Admin admin() {
    Map<String, Object> properties = given(AdminClientConfig.configNames());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000);
    return Admin.create(properties);
  }

  private Map<String, Object> given(Set<String> known) {
    Map<String, Object> properties = new HashMap<>(settings.client());
    properties.keySet().retainAll(known);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
    return properties;
  }
}
