package io.bellhop.delivery;

import io.bellhop.event.AppendedEvent;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.support.MutableClock;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/**
 * Events and what became of their deliveries, written into a store, and what is put back from it.
 */
abstract class Redelivering {
  static final UUID ACCOUNT = UUID.randomUUID();

  /** A row of what is pending. */
  record Pending(UUID id, String orderKey, int attempts, int earlier, Instant dueAt) {}

  final MutableClock clock = new MutableClock();
  final AtomicInteger woken = new AtomicInteger();
  TestNode node;
  Database database;
  Subscriptions subscriptions;
  Redelivery redelivery;

  @AfterEach
  void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  long retry(RedeliveryFilter wish) {
    try {
      return redelivery.retry(wish, null);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Subscription start(Store store, SubscriptionBuilder builder) throws SQLException {
    node = new TestNode(store.freshUrl(), clock, 16);
    database = node.database();
    subscriptions = node.subscriptions();
    redelivery =
        new Redelivery(database, subscriptions, TestNode.MAPPER, clock, woken::incrementAndGet);
    Subscription subscription = builder.build();
    subscriptions.create(subscription);
    return subscription;
  }

  static String key(Subscription subscription, String record) {
    return subscription.keyPrefix() + AppendedEvent.record(ACCOUNT, "reservation.created", record);
  }

  UUID event(long seq, String type, String record, String property) throws SQLException {
    return event(seq, type, record, property, "default");
  }

  UUID event(long seq, String type, String record, String property, String workspace)
      throws SQLException {
    return insertEvent(
        seq,
        type,
        ACCOUNT,
        property,
        "{\"data\":{\"workspaceId\":\"%s\",\"record\":{\"id\":\"%s\"}}}"
            .formatted(workspace, record));
  }

  UUID insertEvent(long seq, String type, UUID account, String property, String envelope)
      throws SQLException {
    // As ids of events are: their time, then chance.
    UUID id =
        new UUID(
            clock.instant().toEpochMilli() << 16 | 0x7000,
            Long.MIN_VALUE | ThreadLocalRandom.current().nextLong() >>> 2);
    database.transact(
        connection -> {
          try (var s =
              connection.prepareStatement(
                  "insert into event values (?,?,?,?,?,?,?,null,null,null)")) {
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

  UUID ended(Subscription subscription, long seq, String record, String status, int attempts)
      throws SQLException {
    UUID id = DeliveryId.of(seq, ThreadLocalRandom.current());
    sql(
        ("insert into delivery (id, subscription_id, event_seq, order_key, status, attempts,"
                + " created_at, settled_at) values ('%s', '%s', %d, '%s', '%s', %d, '%s', '%s')")
            .formatted(
                id,
                subscription.id(),
                seq,
                key(subscription, record),
                status,
                attempts,
                clock.instant(),
                clock.instant()));
    return id;
  }

  List<Pending> pending() throws SQLException {
    return database.transact(
        connection -> {
          List<Pending> found = new ArrayList<>();
          try (var s =
                  connection.prepareStatement(
                      "select id, order_key, attempts, attempt_offset, due_at"
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

  Map<String, Instant> keys() throws SQLException {
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

  void sql(String sql) throws SQLException {
    database.transact(
        connection -> {
          try (var s = connection.createStatement()) {
            return s.executeUpdate(sql);
          }
        });
  }

  long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  String text(String sql) throws SQLException {
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
