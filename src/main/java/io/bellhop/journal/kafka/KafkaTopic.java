package io.bellhop.journal.kafka;

import io.bellhop.config.ConfigException;
import io.bellhop.queue.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topic of the log, or checks whether an existing one can be a log. */
final class KafkaTopic {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopic.class);

  /** As long as a hub may be down, and as old as a backup of the database may be. */
  private static final Duration RETENTION = Duration.ofDays(7);

  private static final Duration SHORT_RETENTION = Duration.ofDays(1);

  /** How long a new topic may take to appear at the start. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final KafkaSettings settings;
  private final int partitions;

  KafkaTopic(KafkaSettings settings, int partitions) {
    this.settings = settings;
    this.partitions = partitions;
  }

  /**
   * Returns when the topic is there and valid.
   *
   * @return its id: a topic that is deleted and made again has another one
   * @throws UnavailableException if Kafka does not answer
   * @throws ConfigException if the topic cannot be a log
   */
  String prepare(KafkaClients clients) throws UnavailableException {
    try (Admin admin = clients.admin()) {
      TopicDescription found = describe(admin);
      if (found == null) {
        create(admin);
        found = describeNew(admin);
      }
      check(found, configuration(admin));
      return found.topicId().toString();
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  /**
   * Checks that the topic is still the same.
   *
   * @throws UnavailableException if Kafka does not answer
   * @throws ConfigException if it is another one, or missing
   */
  void requireSame(KafkaClients clients, String id) throws UnavailableException {
    try (Admin admin = clients.admin()) {
      TopicDescription found = describe(admin);
      if (found == null || !found.topicId().toString().equals(id)) {
        throw fault("was deleted, and its records are lost; see docs/operations.md");
      }
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  private UnavailableException unavailable(KafkaException cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return new UnavailableException(
        "the " + settings + " does not answer: " + root.getClass().getSimpleName(), cause);
  }

  private TopicDescription describe(Admin admin) throws UnavailableException {
    try {
      return get(
          admin.describeTopics(List.of(settings.topic())).topicNameValues().get(settings.topic()));
    } catch (UnknownTopicOrPartitionException e) {
      return null;
    }
  }

  /** A broker may learn of a new topic some time after the controller has made it. */
  private TopicDescription describeNew(Admin admin) throws UnavailableException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    TopicDescription found = describe(admin);
    while (found == null) {
      if (System.nanoTime() > end) {
        throw new UnavailableException("the " + settings + " is new, and no broker shows it yet");
      }
      pause();
      found = describe(admin);
    }
    return found;
  }

  private static void pause() throws UnavailableException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  private static UnavailableException stopping(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new UnavailableException("the hub is stopping", cause);
  }

  private void create(Admin admin) throws UnavailableException {
    Map<String, String> properties =
        Map.of(
            "cleanup.policy",
            "delete",
            "retention.ms",
            String.valueOf(RETENTION.toMillis()),
            "max.message.bytes",
            String.valueOf(settings.largest()));
    NewTopic topic =
        new NewTopic(settings.topic(), Optional.of(partitions), Optional.empty())
            .configs(properties);
    try {
      get(admin.createTopics(List.of(topic)).all());
      LOG.info("Bellhop created the {} with {} partitions: {}", settings, partitions, properties);
    } catch (TopicExistsException e) {
      LOG.debug("another hub has just created it");
    }
  }

  /** Null if Bellhop is not allowed to see it. */
  private Config configuration(Admin admin) throws UnavailableException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
    try {
      return get(admin.describeConfigs(List.of(topic)).values().get(topic));
    } catch (AuthorizationException e) {
      LOG.warn(
          "Bellhop is not allowed to read the configuration of the {}: check it against"
              + " docs/operations.md",
          settings);
      return null;
    }
  }

  private void check(TopicDescription topic, Config configuration) {
    if (topic.partitions().size() != partitions) {
      throw fault(
          "has "
              + topic.partitions().size()
              + " partitions and needs "
              + partitions
              + ", one for each part of the order keys: name a topic that does not exist,"
              + " and Bellhop creates it");
    }
    int replicas = topic.partitions().get(0).replicas().size();
    if (configuration == null) {
      return;
    }
    if (!value(configuration, "cleanup.policy").equals("delete")) {
      throw fault(
          "has the cleanup.policy "
              + value(configuration, "cleanup.policy")
              + " and needs delete: compaction would drop webhooks");
    }
    if (number(configuration, "max.message.bytes") < settings.largest()) {
      throw fault(
          "accepts records of "
              + number(configuration, "max.message.bytes")
              + " bytes: raise its max.message.bytes to "
              + settings.largest()
              + " at least, or lower bellhop.http.max-body");
    }
    long inSync = number(configuration, "min.insync.replicas");
    if (replicas < 2 || inSync < 2) {
      LOG.warn(
          "the {} has {} replicas and min.insync.replicas={}: a single broker"
              + " acknowledges webhooks, and what it loses is lost; use 3 and 2",
          settings,
          replicas,
          inSync);
    }
    long retention = number(configuration, "retention.ms");
    if (retention >= 0 && retention < SHORT_RETENTION.toMillis()) {
      LOG.warn(
          "the {} keeps records for {} only: Kafka deletes what the hubs have not read by then",
          settings,
          Duration.ofMillis(retention));
    }
  }

  private ConfigException fault(String what) {
    return new ConfigException("bellhop.log: the " + settings + " " + what);
  }

  private static String value(Config configuration, String name) {
    ConfigEntry entry = configuration.get(name);
    return entry == null ? "" : entry.value();
  }

  private static long number(Config configuration, String name) {
    return Long.parseLong(value(configuration, name));
  }

  private <T> T get(KafkaFuture<T> future) throws UnavailableException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }
}
