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
 * What all relays of a node share.
 *
 * @param node names this run of this node in leases
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
   * Whether events go to this subscription by a relay and not by deliveries of their own. One with
   * a filter or a transform needs deliveries: a relay's position cannot say what was left out, or
   * what failed.
   */
  boolean isRelayed(Subscription subscription) {
    return subscription.sink() != null
        && subscription.shape().isNone()
        && sinks.takesBatches(subscription.sink());
  }

  /** False if this node has no sink of its name: another node may have it. */
  boolean isTargetKnown(Subscription subscription) {
    return subscription.sink() == null || sinks.isOpen(subscription.sink());
  }

  /** The subscription in its present state; empty if nothing may be sent to it by a relay. */
  Optional<Subscription> receiver(UUID id) throws SQLException {
    return subscriptions.find(id).filter(Subscription::active).filter(this::isRelayed);
  }
}
