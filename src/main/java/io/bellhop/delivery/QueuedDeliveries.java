package io.bellhop.delivery;

import io.bellhop.delivery.relay.RelayRuns;
import io.bellhop.store.Sql;
import io.bellhop.subscription.SubscriptionRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** Deletes the pending deliveries of a subscription together with it. */
public final class QueuedDeliveries implements SubscriptionRows {
  /** Locks the head of the event log first, so that no transaction can queue an event meanwhile. */
  @Override
  public void lockBefore(Connection connection) throws SQLException {
    Sql.lock(connection, "select last_seq from event_head where id = 1 for update");
  }

  /** Locks the order keys in the order in which all transactions lock them, and deletes them. */
  @Override
  public void delete(Connection connection, UUID subscription) throws SQLException {
    new RelayRuns().dropUnsent(connection, subscription);
    String queue = subscription.toString();
    Sql.lock(
        connection,
        "select order_key from delivery_key where queue = ? order by order_key for update",
        queue);
    Sql.update(connection, "delete from delivery_key where queue = ?", queue);
    // Order keys begin with the subscription's id and a space; "!" is the character after it.
    Sql.update(
        connection,
        "delete from delivery_pending where order_key >= ? and order_key < ?",
        queue + " ",
        queue + "!");
    Sql.update(connection, "delete from delivery_share where subscription_id = ?", subscription);
    Sql.update(connection, "delete from delivery_pace where subscription_id = ?", subscription);
  }
}
