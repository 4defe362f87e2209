package io.bellhop.inbox;

import java.util.List;
import java.util.UUID;

/**
 * What a worker has in hand that the database does not have yet. A settle writes it with its
 * outcome; if something else needs it in the database before, it becomes a claim like any other.
 * Guarded by the tail's lock.
 */
public final class TailClaim {
  private final UUID lease;
  private final List<TailEntry> entries;
  private final List<InboxMessage> messages;
  private volatile boolean stored;
  private volatile boolean parked;

  /**
   * @param lease that its keys get in the database, if it gets there before it is settled
   * @param messages as they came, in the order of the entries
   */
  TailClaim(UUID lease, List<TailEntry> entries, List<InboxMessage> messages) {
    this.lease = lease;
    this.entries = entries;
    this.messages = messages;
  }

  UUID lease() {
    return lease;
  }

  List<TailEntry> entries() {
    return entries;
  }

  List<InboxMessage> messages() {
    return messages;
  }

  boolean isStored() {
    return stored;
  }

  void markStored() {
    stored = true;
  }

  /** Whether some of its messages are pending now, before whatever the key has besides. */
  boolean isParked() {
    return parked;
  }

  void markParked() {
    parked = true;
  }
}
