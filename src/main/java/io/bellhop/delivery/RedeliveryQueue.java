package io.bellhop.delivery;

import io.bellhop.queue.OrderKeyTable.Arrival;
import io.bellhop.subscription.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Queues order keys again, for deliveries that Bellhop repeats or replays. */
final class RedeliveryQueue {
  private final Subscriptions subscriptions;
  private final DeliveryTable table;
  private final RedeliveryTable redeliveries;

  RedeliveryQueue(Subscriptions subscriptions, DeliveryTable table, RedeliveryTable redeliveries) {
    this.subscriptions = subscriptions;
    this.table = table;
    this.redeliveries = redeliveries;
  }

  /**
   * The queue in which nodes claim an order key: the subscription's id, with which the key begins.
   */
  static String subscriptionOf(String orderKey) {
    return orderKey.substring(0, orderKey.indexOf(' '));
  }

  /**
   * @param due keys of one subscription
   * @return false if the subscription no longer exists: no node would claim its keys
   */
  boolean enqueue(Connection connection, SortedMap<String, Instant> due) throws SQLException {
    redeliveries.takeHead(connection);
    String subscription = subscriptionOf(due.firstKey());
    if (subscriptions.in(connection).stream()
        .noneMatch(one -> one.id().toString().equals(subscription))) {
      return false;
    }
    SortedMap<String, Arrival> arrivals = new TreeMap<>();
    due.forEach((key, at) -> arrivals.put(key, new Arrival(subscription, at, null)));
    table.keys().enqueue(connection, arrivals);
    return true;
  }
}
