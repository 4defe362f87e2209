package io.bellhop.event;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Adds the deliveries of events, in the transaction that writes the events. */
@FunctionalInterface
public interface EventSubscribers {
  /** There are no subscribers. */
  EventSubscribers NONE = (connection, events, now) -> () -> {};

  /**
   * @return an action that the caller runs after the commit
   */
  Runnable fanOut(Connection connection, List<AppendedEvent> events, Instant now)
      throws SQLException;
}
