package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable.Leased;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One order key with its pending messages, in order, leased to this node.
 *
 * @param version how many arrivals the key had seen at the claim
 * @param whole false if the key has more messages than these
 */
public record Claim(
    String orderKey, UUID lease, long version, List<InboxMessage> messages, boolean whole) {
  /** The same with changed messages. */
  public Claim with(UnaryOperator<InboxMessage> change) {
    return new Claim(orderKey, lease, version, messages.stream().map(change).toList(), whole);
  }

  public Leased leased() {
    return new Leased(orderKey, lease, version);
  }
}
