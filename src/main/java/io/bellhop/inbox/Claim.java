package io.bellhop.inbox;

import io.bellhop.queue.KeyTable.Leased;
import java.util.List;
import java.util.UUID;

/**
 * One order key with its pending deliveries, in order, leased to this node.
 *
 * @param generation how many arrivals the key had seen at the claim
 * @param whole false if the key has more deliveries than these
 */
public record Claim(
    String orderKey, UUID lease, long generation, List<Delivery> deliveries, boolean whole) {
  public Leased leased() {
    return new Leased(orderKey, lease, generation);
  }
}
