package io.bellhop.inbox;

import io.bellhop.queue.KeyTable.Leased;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One order key with its pending deliveries, in order, leased to this node.
 *
 * @param generation how many arrivals the key had seen at the claim
 * @param whole false if the key has more deliveries than these
 */
public record Claim(
    String orderKey, UUID lease, long generation, List<Delivery> deliveries, boolean whole) {
  /** The same with each of its messages as another one says it. */
  public Claim with(UnaryOperator<Delivery> change) {
    return new Claim(orderKey, lease, generation, deliveries.stream().map(change).toList(), whole);
  }

  public Leased leased() {
    return new Leased(orderKey, lease, generation);
  }
}
