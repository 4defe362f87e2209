package io.bellhop.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** A Kafka broker in a JVM of its own, KRaft, which can be stopped and started on its data. */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Path settings;
  private final int port = FreePort.any();
  private Process process;

  public KafkaBroker() throws Exception {
    folder = Files.createTempDirectory("bellhop-kafka-");
    int controller = FreePort.any();
    settings =
        Files.write(
            folder.resolve("server.properties"),
            List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "log.dirs=" + folder.resolve("logs"),
                "offsets.topic.replication.factor=1",
                "auto.create.topics.enable=false",
                // Half of its memory, for topics that live too short to be compacted.
                "log.cleaner.enable=false",
                "num.network.threads=1",
                "num.io.threads=2",
                // A broker that was killed is let in again when its session has ended.
                "broker.heartbeat.interval.ms=200",
                "broker.session.timeout.ms=1000"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString()};
    // Here and not in a JVM of its own, which would take longer to start than this does.
    if (StorageTool.execute(format, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IllegalStateException(
          "no folder for Kafka: " + said.toString(StandardCharsets.UTF_8));
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Starts it and returns when it answers. */
  public KafkaBroker start() throws IOException {
    process = java("kafka.Kafka", settings.toString());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      Awaitility.await()
          .ignoreExceptions()
          .failFast("the broker has ended, see " + folder, () -> !process.isAlive())
          .until(() -> admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).size() == 1);
    }
    return this;
  }

  /** Returns when the broker shows the topic, which may be later than when it was made. */
  public void createTopic(String name, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
          .all()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Awaitility.await()
          .ignoreExceptions()
          .until(
              () ->
                  admin
                          .describeTopics(List.of(name))
                          .topicNameValues()
                          .get(name)
                          .get()
                          .partitions()
                          .size()
                      == partitions);
    }
  }

  /** Deletes all records of a topic, as its retention would. */
  public void deleteRecords(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      admin
          .describeTopics(List.of(topic))
          .topicNameValues()
          .get(topic)
          .get()
          .partitions()
          .forEach(
              one ->
                  all.put(
                      new TopicPartition(topic, one.partition()),
                      RecordsToDelete.beforeOffset(-1)));
      admin.deleteRecords(all).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /**
   * Waits for so many different messages of a topic, and gives its records in the order of their
   * partitions. One whose acknowledgement was lost may stand there twice.
   */
  public List<ConsumerRecord<String, byte[]>> read(String topic, int count) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
      Awaitility.await()
          // A consumer belongs to one thread.
          .pollInSameThread()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                return read.stream().map(KafkaBroker::message).distinct().count() >= count;
              });
      return read;
    }
  }

  private static String message(ConsumerRecord<String, byte[]> record) {
    Header id = record.headers().lastHeader("webhook-id");
    return id == null
        ? record.partition() + "/" + record.offset()
        : new String(id.value(), StandardCharsets.UTF_8);
  }

  public boolean isUp() {
    return process != null && process.isAlive();
  }

  /** It answers nothing, and its connections stay, until {@link #thaw}. */
  public void freeze() throws IOException, InterruptedException {
    Freezer.freeze(process.toHandle());
  }

  public void thaw() throws IOException, InterruptedException {
    Freezer.thaw(process.toHandle());
  }

  /** SIGKILL: its clients notice by themselves. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
  }

  private Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA));
    command.addAll(ChildJvm.OPTIONS);
    command.add("-Dlogback.configurationFile=io/bellhop/tool/cli/logback.xml");
    // A fifth of its start, and nothing that a test of Bellhop would learn from.
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("kafka.log").toFile()))
        .start();
  }

  @Override
  public void close() throws InterruptedException {
    if (isUp()) {
      kill();
    }
  }
}
