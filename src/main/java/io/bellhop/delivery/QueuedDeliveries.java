package io.bellhop.delivery;

import io.bellhop.store.Sql;
import io.bellhop.subscription.SubscriptionRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** What is on its way to a subscription, as far as it goes with the subscription. */
public final class QueuedDeliveries implements SubscriptionRows {
  /** The head of the event log comes first, so that no event is on its way into the queue. */
  @Override
  public void lockBefore(Connection connection) throws SQLException {
    Sql.lock(connection, "select last_seq from event_head where id = 1 for update");
  }

  /** Locks the order keys in the order in which all lock them, and deletes them. */
  @Override
  public void delete(Connection connection, UUID subscription) throws SQLException {
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
