package io.bellhop.delivery;

import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.queue.OrderKeyTable.Leased;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One order key with its pending deliveries, in order, leased to this node.
 *
 * @param until the end of the lease, unless it is renewed
 * @param whole false if the key may have more deliveries
 */
record DeliveryBatch(Leased leased, Instant until, List<OutboundEvent> deliveries, boolean whole) {
  UUID subscriptionId() {
    return UUID.fromString(leased.orderKey().substring(0, 36));
  }
}
