package io.bellhop.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A package with rows of subscriptions in its own tables. {@link Subscriptions} calls it in the
 * transaction that deletes a subscription.
 */
public interface SubscriptionRows {
  /** Takes the locks that precede the subscription's in the lock order. */
  void lockBefore(Connection connection) throws SQLException;

  /** Deletes the pending deliveries of a subscription whose row is already locked. */
  void delete(Connection connection, UUID subscription) throws SQLException;
}
