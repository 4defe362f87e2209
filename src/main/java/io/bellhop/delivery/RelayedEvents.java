package io.bellhop.delivery;

import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.relay.RelayFallback;
import io.bellhop.queue.OrderKeyTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Takes over events that relays do not send, as deliveries under the ids that the API already
 * shows.
 */
final class RelayedEvents implements RelayFallback {
  private final DeliveryTable table;
  private final Runnable wake;
  private SubscriptionSwitchOff switchOff;

  /**
   * @param wake makes the delivery loop claim the new deliveries
   */
  RelayedEvents(DeliveryTable table, Runnable wake) {
    this.table = table;
    this.wake = wake;
  }

  /** Sets the switch-off. Must be called before the start. */
  void switchOffBy(SubscriptionSwitchOff by) {
    switchOff = by;
  }

  @Override
  public void enqueue(Connection connection, List<OutboundEvent> events) throws SQLException {
    write(connection, table, events);
  }

  static void write(Connection connection, DeliveryTable table, List<OutboundEvent> events)
      throws SQLException {
    SortedMap<String, OrderKeyTable.Arrival> keys = new TreeMap<>();
    for (OutboundEvent event : events) {
      keys.putIfAbsent(
          event.orderKey(),
          new OrderKeyTable.Arrival(event.subscriptionId().toString(), event.createdAt(), null));
    }
    table.keys().enqueue(connection, keys);
    table.insert(connection, events.stream().map(RelayedEvents::named).toList());
  }

  private static OutboundEvent named(OutboundEvent event) {
    return new OutboundEvent(
        DeliveryId.ofRelayed(event.event().seq(), event.subscriptionId()),
        event.subscriptionId(),
        event.orderKey(),
        event.event(),
        event.failures(),
        event.createdAt());
  }

  @Override
  public void enqueued() {
    wake.run();
  }

  @Override
  public void switchOff(UUID subscription, Instant now) throws SQLException {
    switchOff.now(subscription, SubscriptionHealth.FAILING, now);
  }
}
