package io.bellhop.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The package that keeps rows of subscriptions in tables of its own. {@link Subscriptions} asks it
 * in the transaction that deletes a subscription.
 */
public interface SubscriptionRows {
  /** Takes the locks that come before that of the subscription in the order of all locks. */
  void lockBefore(Connection connection) throws SQLException;

  /** Deletes what is on its way to a subscription whose own row is already locked. */
  void delete(Connection connection, UUID subscription) throws SQLException;
}
