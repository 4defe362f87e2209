package io.bellhop.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.ConfigException;
import io.bellhop.crash.Load.Version;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.JournalLocation;
import io.bellhop.inbox.UnstoredMessage;
import io.bellhop.journal.kafka.KafkaLog;
import io.bellhop.journal.kafka.KafkaSettings;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.support.Deliveries;
import io.bellhop.support.KafkaBroker;
import io.bellhop.support.LogCapture;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.tool.fixture.HubClient;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hubs whose log is a topic of a real Kafka. */
@Tag("slow")
@Timeout(240)
class KafkaLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How long a hub that is gone keeps its partitions. */
  private static final Duration LEASE = Duration.ofSeconds(2);

  private static final int PARTITIONS = 32;

  /** The bits of the letter, and so of its hash, that choose the partition. */
  private static final int PARTITION_OF_A = 'a' % PARTITIONS;

  private static final int LARGEST = 1_200_000;

  private static KafkaBroker kafka;

  private final Load load = new Load();
  private final AtomicInteger turns = new AtomicInteger();
  private final Deliveries make = new Deliveries(UUID.randomUUID(), new MutableClock());

  @BeforeAll
  static void start() throws Exception {
    kafka = new KafkaBroker().start();
  }

  @AfterAll
  static void stop() throws Exception {
    kafka.close();
  }

  @Test
  void neither_a_kill_of_a_hub_nor_a_kill_or_freeze_of_the_broker_loses_or_doubles_anything()
      throws Exception {
    String database = Store.POSTGRESQL.durableUrl();
    Map<String, String> options = new HashMap<>(HubProcess.SHORT_LEASES);
    options.put("BELLHOP_LOG", "kafka:" + kafka.address());
    options.putAll(HubProcess.SHARED_KEY);
    try (CrashSubscriber subscriber = new CrashSubscriber();
        HubProcess one = new HubProcess(database, Load.PROVIDER, options).startWithDebugger();
        // Nothing is done to this one.
        HubProcess two = new HubProcess(database, Load.PROVIDER, options).startHere()) {
      subscriber.subscribe(one.client());
      HubClient.Account account = Load.makeAccount(one.client());
      List<HubProcess> hubs = List.of(one, two);

      load.during(
          150,
          () -> next(hubs, account),
          () -> {
            // It has settled messages behind the offset that the tables have.
            one.hold("io.bellhop.inbox.OffsetTable", "move").await();
            one.kill();
          });
      check(two.client());

      load.during(
          50,
          () -> next(hubs, account),
          () -> {
            kafka.freeze();
            load.awaitRefusals(10);
            kafka.thaw();
            load.awaitMore(50);
            kafka.kill();
            load.awaitRefusals(10);
            kafka.start();
            load.awaitMore(50);
          });
      assertThat(load.refusals()).as("what Kafka did not confirm in time").containsOnly(503);
      check(two.client());
      subscriber.check(two.client());
    }
  }

  /** Senders go to either, as behind a load balancer: one that is dead is left out. */
  private URI next(List<HubProcess> hubs, HubClient.Account account) {
    List<HubProcess> alive = hubs.stream().filter(HubProcess::isAlive).toList();
    return alive.get(turns.incrementAndGet() % alive.size()).at(account.listener());
  }

  private void check(HubClient client) {
    await(() -> published(client).keySet().containsAll(load.acknowledged()));
    assertThat(client.awaitSettled(PATIENCE)).isTrue();
    assertThat(published(client).values()).as("no event is there twice").containsOnly(1);
  }

  private static Map<Version, Integer> published(HubClient client) {
    Map<Version, Integer> published = new HashMap<>();
    for (JsonNode event : client.events()) {
      published.merge(Version.of(event), 1, Integer::sum);
    }
    return published;
  }

  @Test
  void what_was_acknowledged_is_shown_at_once_and_is_in_the_tables_after_a_stop() throws Exception {
    // So many that some are shown in the moment between their reading and their place in the tail.
    List<UUID> ids = new ArrayList<>();
    try (Database database = Store.open(Store.POSTGRESQL.freshUrl())) {
      try (Inbox inbox = open(database, "shown")) {
        while (ids.size() < 300) {
          InboxMessage message = make.on("a");
          ids.add(message.id());
          inbox.append(message).join();

          assertThat(inbox.unstored(all -> true))
              .extracting(UnstoredMessage::id)
              .containsExactlyInAnyOrderElementsOf(ids);
          assertThat(inbox.unstored(message.id()).orElseThrow().message().body())
              .isEqualTo(message.body());
        }
      }
      assertThat(numbers(database, "select count(*) as n from inbox_pending"))
          .containsExactly((long) ids.size());
      assertThat(numbers(database, "select sum(next_offset) as n from inbox_offset"))
          .containsExactly((long) ids.size());
      assertThatThrownBy(
              () ->
                  new Inbox(database, Clock.systemUTC(), 1, 1, PATIENCE, JournalLocation.TABLE)
                      .start())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is a Kafka topic");
    }
  }

  @Test
  void what_comes_while_the_database_is_away_is_acknowledged_and_read_later() throws Exception {
    String url = Store.POSTGRESQL.freshUrl();
    Database away = Store.open(url);
    Inbox before = open(away, "away");
    InboxMessage message = make.on("a");
    away.close();
    before.append(message).join();

    try (Database database = Store.open(url);
        Inbox after = open(database, "away")) {
      await(() -> after.unstored(message.id()).isPresent());
      before.close();
      assertThat(after.unstored(all -> true)).hasSize(1);
    }
  }

  @Test
  void a_lost_range_stops_its_partition_until_an_operator_has_moved_the_offset() throws Exception {
    try (Database database = Store.open(Store.POSTGRESQL.freshUrl())) {
      try (Inbox inbox = open(database, "lost")) {
        // A log that was not reached yet takes nothing.
        await(() -> inbox.append(make.on("a")).handle((done, error) -> error == null).join());
      }
      kafka.deleteRecords("lost");
      update(database, "update inbox_offset set next_offset = 0");
      InboxMessage later = make.on("a");
      InboxMessage other = make.on("b");

      try (LogCapture errors = LogCapture.of("io.bellhop.inbox.KafkaTailReader");
          Inbox inbox = open(database, "lost")) {
        inbox.append(later).join();
        inbox.append(other).join();
        await(() -> inbox.unstored(other.id()).isPresent());
        assertThat(inbox.unstored(later.id())).isEmpty();
        assertThat(inbox.unread()).isNegative();
        assertThat(errors.lines("Kafka deleted the offsets 0 to 0")).hasSize(1);
      }

      update(database, "update inbox_offset set next_offset = 1 where next_offset = 0");
      try (Inbox inbox = open(database, "lost")) {
        await(() -> inbox.unstored(later.id()).isPresent());
      }
    }
  }

  @Test
  void what_is_no_webhook_stops_its_partition_and_no_other() throws Exception {
    try (Database database = Store.open(Store.POSTGRESQL.freshUrl());
        KafkaLog foreign = new KafkaLog(settings("foreign"), PARTITIONS);
        LogCapture errors = LogCapture.of("io.bellhop.inbox.KafkaTailReader")) {
      InboxMessage before = make.on("a");
      try (Inbox inbox = open(database, "foreign")) {
        inbox.append(before).join();
        foreign.prepare();
        foreign.append(List.of(new KafkaLog.Entry(PARTITION_OF_A, "a", new byte[] {9, 9})));
        InboxMessage behind = make.on("a");
        InboxMessage other = make.on("b");
        inbox.append(behind).join();
        inbox.append(other).join();

        await(() -> inbox.unstored(other.id()).isPresent());
        await(() -> errors.lines("offset 1 is not a webhook").size() == 1);
        assertThat(inbox.unstored(before.id())).isPresent();
        assertThat(inbox.unstored(behind.id())).isEmpty();
      }
    }
  }

  @Test
  void what_cannot_be_a_log_is_refused_with_the_rule() throws Exception {
    kafka.createTopic("three", 3);
    assertThatThrownBy(() -> new KafkaLog(settings("three"), PARTITIONS).prepare())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has 3 partitions and needs 32");

    kafka.createTopic("small", PARTITIONS);
    assertThatThrownBy(() -> new KafkaLog(settings("small"), PARTITIONS).prepare())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("max.message.bytes to 1200000");

    try (Database h2 = Store.open(Store.H2.freshUrl())) {
      assertThatThrownBy(() -> open(h2, "none"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("needs PostgreSQL");
    }
  }

  private static Inbox open(Database database, String topic) throws SQLException {
    JournalLocation log = JournalLocation.kafka(settings(topic));
    return new Inbox(database, Clock.systemUTC(), 100, 64, LEASE, log).start();
  }

  private static KafkaSettings settings(String topic) {
    // A topic that was just made may have no leaders for seconds on a busy machine.
    return new KafkaSettings(kafka.address(), topic, Map.of(), PATIENCE, LARGEST);
  }

  private static List<Long> numbers(Database database, String query) throws SQLException {
    return database.transact(c -> Sql.list(c, query, row -> row.number("n")));
  }

  private static void update(Database database, String statement) throws SQLException {
    database.transact(connection -> Sql.update(connection, statement));
  }

  private static void await(java.util.concurrent.Callable<Boolean> until) {
    Awaitility.await().atMost(PATIENCE).until(until);
  }
}
