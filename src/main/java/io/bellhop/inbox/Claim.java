package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable.Leased;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One order key with its pending messages, in order, leased to this node.
 *
 * @param version how many arrivals the key had seen at the claim
 * @param whole false if the key has more messages than these
 * @param tail the messages that the database may not have yet; null for a claim that was read from
 *     the database
 */
public record Claim(
    String orderKey,
    UUID lease,
    long version,
    List<InboxMessage> messages,
    boolean whole,
    TailClaim tail) {
  /** Makes a claim that was read from the database. */
  public Claim(
      String orderKey, UUID lease, long version, List<InboxMessage> messages, boolean whole) {
    this(orderKey, lease, version, messages, whole, null);
  }

  /**
   * A claim of messages that have just arrived: they are all that their key has, and its version is
   * the first one.
   *
   * @param owners of the idempotency keys, as {@link IdempotencyKeys#owners}
   */
  static Claim ofArrivals(
      String orderKey,
      UUID lease,
      List<InboxMessage> messages,
      Map<String, UUID> owners,
      TailClaim tail) {
    return new Claim(orderKey, lease, 1, messages, true, tail)
        .with(message -> message.ownedBy(owners.get(message.keyId())));
  }

  /** A copy with changed messages. */
  public Claim with(UnaryOperator<InboxMessage> change) {
    return new Claim(orderKey, lease, version, messages.stream().map(change).toList(), whole, tail);
  }

  /** A copy without messages; settling it releases the key. */
  Claim emptied() {
    return new Claim(orderKey, lease, version, List.of(), false, tail);
  }

  /** Whether the database has the claim's messages and its lease. */
  public boolean isStored() {
    return tail == null || tail.isStored();
  }

  /** Whether the tables may have more messages of the claim's key after it is settled. */
  boolean mayLeaveWork() {
    return tail == null || tail.isParked();
  }

  public Leased leased() {
    return new Leased(orderKey, lease, version);
  }
}
