package io.bellhop.delivery;

import static io.bellhop.support.TestNode.reservation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.delivery.http.DeliverySettings.Targets;
import io.bellhop.delivery.http.DeliverySettings.Timeouts;
import io.bellhop.subscription.Subscription;
import io.bellhop.support.Receiver;
import io.bellhop.support.Store;
import io.bellhop.support.SubscriptionBuilder;
import io.bellhop.support.TestNode;
import io.bellhop.support.TestNodes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Nodes that deliver, and what stands in their tables. No node looks at the queue by itself: a
 * wake-up that is lost shows.
 */
final class DeliveryRig extends TestNodes {
  static final Duration LEASE = Duration.ofMinutes(20);
  static final Duration PATIENCE = Duration.ofDays(5);

  /**
   * @param status pending, delivered or dead
   */
  record Row(UUID subscription, String record, String status, int attempts) {}

  final Account account;

  DeliveryRig(Store store) throws SQLException {
    this(store, settings(1, Duration.ofSeconds(40)));
  }

  DeliveryRig(Store store, DeliverySettings settings) throws SQLException {
    this(store.freshUrl(), settings);
  }

  DeliveryRig(String url, DeliverySettings settings) throws SQLException {
    super(url, settings);
    account = node.account();
  }

  static DeliverySettings settings(double scale, Duration whole) {
    return new DeliverySettings(
        new Targets(true, List.of()),
        new Timeouts(Duration.ofSeconds(5), whole),
        scale,
        LEASE,
        Duration.ofMinutes(10),
        PATIENCE,
        Duration.ofHours(24));
  }

  TestNode start() throws SQLException {
    return start(settings(1, Duration.ofSeconds(40)));
  }

  TestNode start(Clock own) throws SQLException {
    return start(settings(1, Duration.ofSeconds(40)), own);
  }

  Receiver receiver() {
    return closeBehind(new Receiver());
  }

  Subscription subscribe(Receiver receiver) throws SQLException {
    return node.subscribe(SubscriptionBuilder.to(receiver.url()));
  }

  /** One event for each record. */
  void publish(String... records) throws SQLException {
    publish(0, records);
  }

  /** An event of a record that is there already is known by its version. */
  void publish(int version, String... records) throws SQLException {
    ObjectNode[] all = new ObjectNode[records.length];
    for (int i = 0; i < records.length; i++) {
      all[i] = reservation(records[i], version, "p1");
    }
    node.publish(account, all);
  }

  /** Versions from 1 on of one record, all in one commit. */
  void publishVersions(String record, int count) throws SQLException {
    node.publish(
        account,
        IntStream.rangeClosed(1, count)
            .mapToObj(version -> reservation(record, version, "p1"))
            .toArray(ObjectNode[]::new));
  }

  static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "r" + i).toArray(String[]::new);
  }

  /** Lets time pass, and has everybody look. */
  void pass(Duration time) {
    clock.forward(time);
    all().forEach(one -> one.delivering().wake());
  }

  /** What became of all deliveries, those under way too. */
  List<Row> rows() throws SQLException {
    return node.database()
        .transact(
            connection -> {
              List<Row> rows = new ArrayList<>();
              try (var s =
                      connection.prepareStatement(
                          """
select subscription_id, order_key, status, attempts, id from delivery
union all
select subscription_id, order_key, 'pending', attempts, id from delivery_pending
order by 5
""");
                  var found = s.executeQuery()) {
                while (found.next()) {
                  String key = found.getString(2);
                  rows.add(
                      new Row(
                          found.getObject(1, UUID.class),
                          key.substring(key.lastIndexOf('/') + 1),
                          found.getString(3),
                          found.getInt(4)));
                }
              }
              return rows;
            });
  }

  List<String> statuses() throws SQLException {
    return rows().stream().map(Row::status).toList();
  }

  /** Waits until so many have been written down as delivered. */
  void awaitDelivered(int count) {
    awaitRows("delivered", count);
  }

  void awaitRows(String status, int count) {
    Awaitility.await()
        // A database that has just come back may still end a connection of before.
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> statuses().stream().filter(status::equals).count() == count);
  }

  /** Attempts that have been written down: those that failed, and those that delivered. */
  long attempts() throws SQLException {
    return node.count("delivery_attempt") + node.count("delivery where started_at is not null");
  }

  /** Waits until so many attempts have been written down. */
  void awaitAttempts(int count) {
    Awaitility.await().until(() -> attempts() == count);
  }

  /** Waits until so many keys are leased. */
  void awaitLeases(int count) {
    Awaitility.await().until(() -> node.count("delivery_key where lease is not null") == count);
  }

  Subscription stored(Subscription subscription) throws SQLException {
    return node.subscriptions().find(subscription.id()).orElseThrow();
  }

  /** When the key of a record is due. */
  Instant dueAt(String record) throws SQLException {
    return node.database()
        .transact(
            connection -> {
              try (var s =
                  connection.prepareStatement(
                      "select due_at from delivery_key where order_key like ?")) {
                s.setString(1, "%/" + record);
                try (var found = s.executeQuery()) {
                  found.next();
                  return found.getObject(1, java.time.OffsetDateTime.class).toInstant();
                }
              }
            });
  }
}
