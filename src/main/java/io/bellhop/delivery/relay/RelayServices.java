package io.bellhop.delivery.relay;

import io.bellhop.delivery.sink.Sinks;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * The services that all relays of a node share.
 *
 * @param node the id of this run of this node in leases
 */
record RelayServices(
    UUID node,
    Database database,
    Subscriptions subscriptions,
    Sinks sinks,
    RelayTable table,
    RelayReader log,
    DurablePosition durable,
    Clock clock) {

  /**
   * Whether a relay sends the events of this subscription, not separate deliveries. A subscription
   * with a filter or a transform needs deliveries, because a relay's position cannot express which
   * events were left out or failed.
   */
  boolean isRelayed(Subscription subscription) {
    return subscription.sink() != null
        && subscription.shape().isNone()
        && sinks.takesBatches(subscription.sink());
  }

  /** False if this node has no sink with the subscription's name; another node may have it. */
  boolean isTargetKnown(Subscription subscription) {
    return subscription.sink() == null || sinks.isOpen(subscription.sink());
  }

  /** The subscription in its present state; empty if a relay may not send to it. */
  Optional<Subscription> receiver(UUID id) throws SQLException {
    return subscriptions.find(id).filter(Subscription::active).filter(this::isRelayed);
  }
}
