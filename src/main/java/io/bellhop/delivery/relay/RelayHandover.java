package io.bellhop.delivery.relay;

import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.event.SystemEvents;
import io.bellhop.subscription.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Moves the events that a relay has not sent into the queue of deliveries, once its subscription
 * has a target that accepts only single events.
 */
final class RelayHandover {
  /** The number of runs that one transaction moves; Bellhop emits no events meanwhile. */
  private static final int AT_ONCE = 20;

  private final RelayServices services;
  private final RelayRuns runs;
  private final RelayFallback fallback;

  RelayHandover(RelayServices services, RelayRuns runs, RelayFallback fallback) {
    this.services = services;
    this.runs = runs;
    this.fallback = fallback;
  }

  /**
   * @param position the recent position of its relay
   */
  void of(Subscription subscription, long position) throws SQLException {
    UUID lease = UUID.randomUUID();
    while (services
            .database()
            .transact(connection -> runs.hasAfter(connection, subscription.id(), position))
        && services.database().durably(connection -> move(connection, subscription, lease))) {
      fallback.enqueued();
    }
  }

  /**
   * @return false if a node is still sending
   */
  private boolean move(Connection connection, Subscription subscription, UUID lease)
      throws SQLException {
    SystemEvents.hold(connection);
    Instant now = services.clock().instant();
    Optional<RelayTable.State> state =
        services.table().claim(connection, subscription.id(), lease, now, now);
    if (state.isEmpty()) {
      return false;
    }
    long position = state.get().position();
    Map<Long, Instant> places = new HashMap<>();
    for (RelayRun run : runs.after(connection, subscription.id(), position, AT_ONCE)) {
      for (long at = Math.max(run.first(), position + 1); at <= run.last(); at++) {
        places.put(at, run.createdAt());
      }
      runs.cut(connection, run, position);
    }
    List<OutboundEvent> events = services.log().read(connection, subscription, places);
    if (!events.isEmpty()) {
      fallback.enqueue(connection, events);
    }
    return true;
  }
}
