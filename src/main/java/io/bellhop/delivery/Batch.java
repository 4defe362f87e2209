package io.bellhop.delivery;

import io.bellhop.queue.KeyTable.Leased;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One order key with its pending deliveries, in order, leased to this node.
 *
 * @param until the end of the lease, unless it is renewed
 * @param whole false if the key may have more than these
 */
record Batch(Leased leased, Instant until, List<Outbound> deliveries, boolean whole) {
  UUID webhookId() {
    return UUID.fromString(leased.orderKey().substring(0, 36));
  }
}
