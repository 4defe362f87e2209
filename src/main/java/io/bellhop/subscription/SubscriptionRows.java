package io.bellhop.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A package that keeps rows of subscriptions in tables of its own. {@link Subscriptions} calls it
 * in the transaction that deletes a subscription.
 */
public interface SubscriptionRows {
  /** Takes the locks that precede the subscription's in the order of all locks. */
  void lockBefore(Connection connection) throws SQLException;

  /** Deletes the pending deliveries of a subscription whose own row is already locked. */
  void delete(Connection connection, UUID subscription) throws SQLException;
}
