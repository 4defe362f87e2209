package io.bellhop.inbox;

import java.util.List;
import java.util.UUID;

/**
 * A claim that a worker is processing and that the database does not have yet. The settlement
 * writes it with its outcome. If the database needs it earlier, Bellhop stores it, and it becomes a
 * usual claim. Guarded by the tail's lock.
 */
public final class TailClaim {
  private final UUID lease;
  private final List<TailEntry> entries;
  private final List<InboxMessage> messages;
  private volatile boolean stored;
  private volatile boolean parked;

  /**
   * @param lease for its keys, if it is stored before it is settled
   * @param messages as they arrived, in the order of the entries
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

  /** Whether some of its messages are now pending, before the key's other messages. */
  boolean isParked() {
    return parked;
  }

  void markParked() {
    parked = true;
  }
}
