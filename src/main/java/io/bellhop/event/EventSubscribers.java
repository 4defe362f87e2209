package io.bellhop.event;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Whoever is to be told of events is told in the transaction that writes them. */
@FunctionalInterface
public interface EventSubscribers {
  /** Nobody is to be told. */
  EventSubscribers NONE = (connection, events, now) -> () -> {};

  /**
   * @return what is to be done when the transaction has been committed
   */
  Runnable fanOut(Connection connection, List<AppendedEvent> events, Instant now)
      throws SQLException;
}
