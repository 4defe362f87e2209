package io.bellhop.delivery;

import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The SQL for the limits of subscriptions, which nodes share. */
final class DeliveryShareTable {
  /** Uses the clock of the database, so that the clocks of nodes do not matter. */
  private static final String NEXT_SLOT =
      """
      insert into delivery_pace (subscription_id, next_at)
      values (?, clock_timestamp() + cast(? as double precision) * interval '1 second')
      on conflict (subscription_id) do update set
        next_at = greatest(delivery_pace.next_at, clock_timestamp())
          + cast(? as double precision) * interval '1 second'
      returning cast(extract(epoch from next_at - clock_timestamp()) * 1000000 as bigint) as micros
      """;

  private final Database database;

  DeliveryShareTable(Database database) {
    this.database = database;
  }

  /** Whether another node may have the same database open. */
  boolean isShared() {
    return !database.dialect().name().equals("h2");
  }

  /** Decides how many places a node gets; meanwhile no other node can decide. */
  @FunctionalInterface
  interface Decision {
    /**
     * @param others the places of each other running node
     * @return the new number of this node's places
     */
    int places(List<Integer> others);
  }

  /**
   * Changes the number of places that a node has of a subscription.
   *
   * @param until the time from which other nodes may take them, unless this node renews them
   * @return the new number; 0 if the subscription no longer exists
   */
  int decide(UUID subscription, UUID node, Instant now, Instant until, Decision decision)
      throws SQLException {
    return database.transact(
        connection -> {
          if (!Sql.lock(
              connection, "select id from subscription where id = ? for update", subscription)) {
            return 0;
          }
          // The places of nodes that have died.
          Sql.update(
              connection,
              "delete from delivery_share where subscription_id = ? and ends_at <= ?",
              subscription,
              now);
          int places = decision.places(others(connection, subscription, node));
          write(connection, subscription, node, places, until);
          return places;
        });
  }

  private static List<Integer> others(Connection connection, UUID subscription, UUID node)
      throws SQLException {
    return Sql.list(
        connection,
        "select places from delivery_share where subscription_id = ? and node <> ?",
        row -> row.integer("places"),
        subscription,
        node);
  }

  private static void write(
      Connection connection, UUID subscription, UUID node, int places, Instant until)
      throws SQLException {
    int there =
        Sql.update(
            connection,
            "update delivery_share set places = ?, ends_at = ? where subscription_id = ? and node = ?",
            places,
            until,
            subscription,
            node);
    if (there == 0) {
      Sql.update(
          connection,
          "insert into delivery_share (places, ends_at, subscription_id, node) values (?, ?, ?, ?)",
          places,
          until,
          subscription,
          node);
    }
  }

  /** Releases a node's places of a subscription. */
  void delete(UUID subscription, UUID node) throws SQLException {
    database.transact(
        connection ->
            Sql.update(
                connection,
                "delete from delivery_share where subscription_id = ? and node = ?",
                subscription,
                node));
  }

  /** Releases all places of a node. */
  void delete(UUID node) throws SQLException {
    database.transact(
        connection -> Sql.update(connection, "delete from delivery_share where node = ?", node));
  }

  /**
   * Takes the next slot in a subscription's rate.
   *
   * @return the time until the slot
   */
  Duration nextSlot(UUID subscription, int ratePerSecond) throws SQLException {
    double seconds = 1.0 / ratePerSecond;
    long micros =
        database.transact(
            connection ->
                Sql.first(
                        connection,
                        NEXT_SLOT,
                        row -> row.number("micros"),
                        subscription,
                        seconds,
                        seconds)
                    .orElseThrow());
    return Duration.ofNanos(Math.max(0, micros * 1000 - (long) (seconds * 1e9)));
  }
}
