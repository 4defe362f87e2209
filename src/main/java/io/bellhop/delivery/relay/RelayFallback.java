package io.bellhop.delivery.relay;

import io.bellhop.delivery.http.OutboundEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The work that a relay cannot do: single deliveries, and the switch-off of subscriptions whose
 * receiver is gone.
 */
public interface RelayFallback {
  /**
   * Queues events for the subscription that they name, each as a separate delivery. The caller has
   * locked the head of the event log.
   */
  void enqueue(Connection connection, List<OutboundEvent> events) throws SQLException;

  /** Must be called after the commit of an {@link #enqueue}. */
  void enqueued();

  /** Switches off a subscription that has failed for too long. */
  void switchOff(UUID subscription, Instant now) throws SQLException;
}
