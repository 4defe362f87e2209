package io.bellhop.inbox;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The position of this node in a partition of the log, and the messages before it that the tables
 * lack. Guarded by its journal.
 */
final class PartitionProgress {
  private final NavigableSet<Long> open = new TreeSet<>();
  private final long certainFrom;
  private long next;
  private long written;

  /**
   * @param next the offset to begin with
   * @param certainFrom the first offset that no other node can have read: the tables may have
   *     messages before it
   */
  PartitionProgress(long next, long certainFrom) {
    this.next = next;
    this.written = next;
    this.certainFrom = certainFrom;
  }

  /** The first unread offset. */
  long next() {
    return next;
  }

  boolean isUncertain(long offset) {
    return offset < certainFrom;
  }

  /** Records that a message is in the tail. */
  void read(long offset) {
    next = offset + 1;
    open.add(offset);
  }

  /** Records that the tables have a message. */
  void release(long offset) {
    open.remove(offset);
  }

  /** Whether the tables have everything that was read. */
  boolean isStored() {
    return open.isEmpty();
  }

  /** The first offset whose message the tables may not have. */
  long stored() {
    return open.isEmpty() ? next : open.first();
  }

  boolean hasMoved() {
    return stored() != written;
  }

  void written(long offset) {
    written = offset;
  }
}
