package io.bellhop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.delivery.Redelivery.Replayed;
import io.bellhop.delivery.Redelivery.Retried;
import io.bellhop.delivery.Redelivery.Wish;
import io.bellhop.publish.Published;
import io.bellhop.store.Database;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.TestNode;
import io.bellhop.support.WebhookBuilder;
import io.bellhop.webhook.Webhook;
import io.bellhop.webhook.Webhooks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done to the tables; that it is sent then, the tests over HTTP show. */
class RedeliveryTest {
  private static final UUID ACCOUNT = UUID.randomUUID();

  /** A row of what is pending. */
  private record Pending(UUID id, String orderKey, int attempts, int earlier, Instant dueAt) {}

  private final MutableClock clock = new MutableClock();
  private final AtomicInteger woken = new AtomicInteger();
  private TestNode node;
  private Database database;
  private Webhooks webhooks;
  private Redelivery redelivery;

  @AfterEach
  void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_dead_one_is_pending_again_with_its_id_and_a_new_round(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    UUID id = ended(webhook, 1, "R1", "dead", 10);

    assertThat(redelivery.retry(id)).isEqualTo(Retried.QUEUED);

    assertThat(pending())
        .containsExactly(new Pending(id, key(webhook, "R1"), 10, 10, clock.instant()));
    assertThat(number("select count(*) from delivery")).isZero();
    assertThat(keys()).isEqualTo(Map.of(key(webhook, "R1"), clock.instant()));
    assertThat(text("select lane from delivery_key")).isEqualTo(webhook.id().toString());
    assertThat(woken).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_that_is_pending_is_due_now_and_its_round_goes_on(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    UUID id = ended(webhook, 1, "R1", "dead", 3);
    redelivery.retry(id);
    Instant later = clock.instant().plus(Duration.ofHours(5));
    sql("update delivery_pending set due_at = '" + later + "', attempts = 4");
    sql("update delivery_key set due_at = '" + later + "'");

    assertThat(redelivery.retry(id)).isEqualTo(Retried.QUEUED);

    assertThat(pending())
        .containsExactly(new Pending(id, key(webhook, "R1"), 4, 3, clock.instant()));
    assertThat(keys()).isEqualTo(Map.of(key(webhook, "R1"), clock.instant()));
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_key_that_somebody_works_on_stays_his_and_is_not_finished_by_him(Store store)
      throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    UUID id = ended(webhook, 1, "R1", "dead", 10);
    Instant until = clock.instant().plus(Duration.ofSeconds(20));
    UUID lease = UUID.randomUUID();
    sql(
        "insert into delivery_key values ('%s', '%s', '%s', '%s', 1)"
            .formatted(key(webhook, "R1"), webhook.id(), until, lease));

    redelivery.retry(id);

    assertThat(keys()).isEqualTo(Map.of(key(webhook, "R1"), until));
    assertThat(text("select lease from delivery_key")).isEqualTo(lease.toString());
    assertThat(number("select generation from delivery_key")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_cannot_be_sent_is_told(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    Webhook off = WebhookBuilder.to("http://b.example/").active(false).build();
    webhooks.create(off);
    event(1, "reservation.created", "R1", "P1");

    assertThat(redelivery.retry(UUID.randomUUID())).isEqualTo(Retried.NOT_FOUND);
    assertThat(redelivery.retry(ended(off, 1, "R1", "dead", 1)))
        .isEqualTo(Retried.WEBHOOK_INACTIVE);
    Webhook gone = WebhookBuilder.to("http://c.example/").build();
    assertThat(redelivery.retry(ended(gone, 1, "R1", "dead", 1))).isEqualTo(Retried.WEBHOOK_GONE);
    assertThat(redelivery.retry(ended(webhook, 0, "R1", "dead", 1))).isEqualTo(Retried.EVENT_GONE);
    assertThat(pending()).isEmpty();
    assertThat(woken).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void many_are_chosen_by_webhook_status_and_time(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    Webhook other = WebhookBuilder.to("http://b.example/").build();
    Instant start = clock.instant();
    List<UUID> dead = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      dead.add(ended(webhook, i, "R" + i, "dead", 10));
      ended(webhook, i, "R" + i, "delivered", 1);
      ended(other, i, "R" + i, "dead", 10);
      clock.forward(Duration.ofMinutes(1));
    }
    ended(webhook, 0, "R0", "dead", 10);
    Wish some =
        new Wish(webhook.id(), "dead", start.plusSeconds(60), start.plus(Duration.ofMinutes(3)));

    assertThat(redelivery.count(some)).isEqualTo(2);
    assertThat(redelivery.count(new Wish(webhook.id(), "dead", null, null))).isEqualTo(4);
    assertThat(pending()).isEmpty();
    assertThat(redelivery.retry(some, null)).isEqualTo(2);

    assertThat(pending()).extracting(Pending::id).containsExactlyElementsOf(dead.subList(1, 3));
    assertThat(redelivery.retry(new Wish(webhook.id(), "delivered", null, null), null))
        .isEqualTo(4);
    assertThat(redelivery.retry(some, null)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_rate_spreads_them_over_time(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    for (int i = 1; i <= 4; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      ended(webhook, i, "R" + i, "dead", 10);
    }

    redelivery.retry(new Wish(webhook.id(), "dead", null, null), 2);

    assertThat(pending())
        .extracting(p -> Duration.between(clock.instant(), p.dueAt()).toMillis())
        .containsExactly(0L, 500L, 1000L, 1500L);
    assertThat(new ArrayList<>(keys().values()))
        .isEqualTo(pending().stream().map(Pending::dueAt).toList());
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void more_than_a_page_is_put_back_too(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    for (int i = 0; i < 401; i++) {
      ended(webhook, 1, "R" + i % 7, "dead", 10);
    }

    assertThat(redelivery.retry(new Wish(webhook.id(), "dead", null, null), null)).isEqualTo(401);

    assertThat(pending()).hasSize(401);
    assertThat(keys()).hasSize(7);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void two_who_want_the_same_do_it_once(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    for (int i = 1; i <= 50; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      ended(webhook, i, "R" + i, "dead", 10);
    }
    Wish all = new Wish(webhook.id(), "dead", null, null);

    long sum = 0;
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      List<CompletableFuture<Long>> counts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        counts.add(CompletableFuture.supplyAsync(() -> retry(all), both));
      }
      for (CompletableFuture<Long> count : counts) {
        sum += count.join();
      }
    } finally {
      both.shutdown();
    }

    assertThat(sum).isEqualTo(50);
    assertThat(pending()).hasSize(50);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_queues_what_is_for_the_webhook_in_the_order_of_the_log(Store store)
      throws Exception {
    Webhook webhook =
        start(
            store,
            WebhookBuilder.to("http://a.example/")
                .mask("reservation.*")
                .property("P1")
                .workspace("w1"));
    event(1, "reservation.created", "R1", "P1", "w1");
    event(2, "reservation.created", "R2", "P2", "w1");
    event(3, "reservation.created", "R3", "P1", "w2");
    event(4, "block.created", "B1", "P1", "w1");
    UUID from = event(5, "reservation.updated", "R1", "P1", "w1");
    event(6, "reservation.deleted", "R1", "P1", "w1");

    Replayed all = redelivery.replay(webhook, 1, null, 1000);

    assertThat(all).isEqualTo(new Replayed(3, null));
    assertThat(seqs()).containsExactly(1L, 5L, 6L);
    // As the fan-out names it: what is sent again and what is new keep their order.
    String key = webhook.keyPrefix() + Published.record(ACCOUNT, "reservation.created", "R1");
    assertThat(pending()).allMatch(p -> p.orderKey().equals(key) && p.attempts() == 0);
    assertThat(key).endsWith(ACCOUNT + "/reservation/R1");
    assertThat(redelivery.placeOf(from)).contains(5L);
    assertThat(redelivery.placeOf(UUID.randomUUID())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void nothing_is_queued_for_a_webhook_that_was_deleted_meanwhile(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    event(1, "reservation.created", "R1", "P1");
    ended(webhook, 1, "R1", "dead", 10);
    webhooks.delete(webhook.id());

    assertThat(redelivery.replay(webhook, 1, null, 10)).isEqualTo(new Replayed(0, null));
    assertThat(redelivery.retry(new Wish(webhook.id(), "dead", null, null), null)).isZero();

    assertThat(pending()).isEmpty();
    assertThat(keys()).isEmpty();
    assertThat(number("select count(*) from delivery")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_goes_on_from_where_it_stopped(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    List<UUID> ids = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      ids.add(event(i, "reservation.created", "R" + i, "P1"));
    }

    Replayed first = redelivery.replay(webhook, 1, null, 2);
    Replayed second =
        redelivery.replay(webhook, redelivery.placeOf(first.next()).orElseThrow(), null, 2);
    Replayed third =
        redelivery.replay(webhook, redelivery.placeOf(second.next()).orElseThrow(), null, 2);

    assertThat(first).isEqualTo(new Replayed(2, ids.get(2)));
    assertThat(second).isEqualTo(new Replayed(2, ids.get(4)));
    assertThat(third).isEqualTo(new Replayed(1, null));
    assertThat(seqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void a_replay_of_a_time_takes_no_more_than_that(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    Instant start = clock.instant();
    for (int i = 1; i <= 4; i++) {
      event(i, "reservation.created", "R" + i, "P1");
      clock.forward(Duration.ofMinutes(1));
    }

    long from = redelivery.placeFrom(start.plusSeconds(60)).orElseThrow();
    assertThat(from).isEqualTo(2);
    assertThat(redelivery.placeFrom(clock.instant())).isEmpty();
    assertThat(redelivery.replay(webhook, from, start.plusSeconds(180), 1000))
        .isEqualTo(new Replayed(2, null));

    assertThat(seqs()).containsExactly(2L, 3L);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void what_bellhop_said_itself_is_replayed_too(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/"));
    UUID about = UUID.randomUUID();
    insertEvent(
        1,
        "webhook.disabled",
        null,
        null,
        "{\"data\":{\"workspaceId\":\"default\",\"record\":{\"id\":\"%s\"}}}".formatted(about));

    assertThat(redelivery.replay(webhook, 1, null, 10).count()).isEqualTo(1);

    assertThat(pending())
        .extracting(Pending::orderKey)
        .containsExactly(webhook.keyPrefix() + "webhook.disabled " + about);
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void one_replay_does_not_read_all_of_a_long_log(Store store) throws Exception {
    Webhook webhook = start(store, WebhookBuilder.to("http://a.example/").mask("guest.created"));
    sql(
        """
        insert into event (seq, id, event_type, created_at, envelope)
        select n, cast(%s as uuid), 'block.created', '%s', '{}' from %s
        """
            .formatted(
                store == Store.H2 ? "random_uuid()" : "gen_random_uuid()",
                clock.instant(),
                store == Store.H2
                    ? "(select x as n from system_range(1, 20001))"
                    : "generate_series(1, 20001) n"));
    event(20_002, "guest.created", "G1", "P1");

    Replayed first = redelivery.replay(webhook, 1, null, 1000);

    assertThat(first.count()).isZero();
    assertThat(redelivery.placeOf(first.next())).contains(20_001L);
    assertThat(redelivery.replay(webhook, 20_001, null, 1000)).isEqualTo(new Replayed(1, null));
  }

  private long retry(Wish wish) {
    try {
      return redelivery.retry(wish, null);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Webhook start(Store store, WebhookBuilder builder) throws SQLException {
    node = new TestNode(store.freshUrl(), clock, 16);
    database = node.database();
    webhooks = node.webhooks();
    redelivery = new Redelivery(database, webhooks, TestNode.MAPPER, clock, woken::incrementAndGet);
    Webhook webhook = builder.build();
    webhooks.create(webhook);
    return webhook;
  }

  private static String key(Webhook webhook, String record) {
    return webhook.keyPrefix() + Published.record(ACCOUNT, "reservation.created", record);
  }

  private UUID event(long seq, String type, String record, String property) throws SQLException {
    return event(seq, type, record, property, "default");
  }

  private UUID event(long seq, String type, String record, String property, String workspace)
      throws SQLException {
    return insertEvent(
        seq,
        type,
        ACCOUNT,
        property,
        "{\"data\":{\"workspaceId\":\"%s\",\"record\":{\"id\":\"%s\"}}}"
            .formatted(workspace, record));
  }

  private UUID insertEvent(long seq, String type, UUID account, String property, String envelope)
      throws SQLException {
    // As ids of events are: their time, then chance.
    UUID id =
        new UUID(
            clock.instant().toEpochMilli() << 16 | 0x7000,
            Long.MIN_VALUE | ThreadLocalRandom.current().nextLong() >>> 2);
    database.transact(
        connection -> {
          try (var s = connection.prepareStatement("insert into event values (?,?,?,?,?,?,?)")) {
            s.setLong(1, seq);
            s.setObject(2, id);
            s.setString(3, type);
            s.setObject(4, account, java.sql.Types.OTHER);
            s.setString(5, property);
            s.setObject(6, Database.time(clock.instant()));
            s.setString(7, envelope);
            return s.executeUpdate();
          }
        });
    return id;
  }

  private UUID ended(Webhook webhook, long seq, String record, String status, int attempts)
      throws SQLException {
    UUID id = DeliveryId.of(seq, ThreadLocalRandom.current());
    sql(
        "insert into delivery values ('%s', '%s', %d, '%s', '%s', %d, '%s', '%s')"
            .formatted(
                id,
                webhook.id(),
                seq,
                key(webhook, record),
                status,
                attempts,
                clock.instant(),
                clock.instant()));
    return id;
  }

  private List<Pending> pending() throws SQLException {
    return database.transact(
        connection -> {
          List<Pending> found = new ArrayList<>();
          try (var s =
                  connection.prepareStatement(
                      "select id, order_key, attempts, earlier_attempts, due_at"
                          + " from delivery_pending order by id");
              var rows = s.executeQuery()) {
            while (rows.next()) {
              found.add(
                  new Pending(
                      rows.getObject(1, UUID.class),
                      rows.getString(2),
                      rows.getInt(3),
                      rows.getInt(4),
                      Database.instant(rows.getObject(5, OffsetDateTime.class))));
            }
          }
          return found;
        });
  }

  private List<Long> seqs() throws SQLException {
    return database.transact(
        connection -> {
          try (var s =
                  connection.prepareStatement(
                      "select event_seq from delivery_pending order by id");
              var rows = s.executeQuery()) {
            LongStream.Builder found = LongStream.builder();
            while (rows.next()) {
              found.add(rows.getLong(1));
            }
            return found.build().boxed().toList();
          }
        });
  }

  private Map<String, Instant> keys() throws SQLException {
    return database.transact(
        connection -> {
          Map<String, Instant> found = new TreeMap<>();
          try (var s = connection.prepareStatement("select order_key, due_at from delivery_key");
              var rows = s.executeQuery()) {
            while (rows.next()) {
              found.put(
                  rows.getString(1), Database.instant(rows.getObject(2, OffsetDateTime.class)));
            }
          }
          return found;
        });
  }

  private void sql(String sql) throws SQLException {
    database.transact(
        connection -> {
          try (var s = connection.createStatement()) {
            return s.executeUpdate(sql);
          }
        });
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) throws SQLException {
    return database.transact(
        connection -> {
          try (var s = connection.createStatement();
              var rows = s.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
          }
        });
  }
}
