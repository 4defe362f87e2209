package io.bellhop.inbox;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How far this node has read a partition of the log, and which of its messages the tables do not
 * have yet. Guarded by its journal.
 */
final class PartitionProgress {
  private final NavigableSet<Long> open = new TreeSet<>();
  private final long certainFrom;
  private long next;
  private long written;

  /**
   * @param next the offset to begin with
   * @param certainFrom the first offset that no other node can have read: the tables may have what
   *     comes before
   */
  PartitionProgress(long next, long certainFrom) {
    this.next = next;
    this.written = next;
    this.certainFrom = certainFrom;
  }

  /** The first offset that was not read. */
  long next() {
    return next;
  }

  boolean isUncertain(long offset) {
    return offset < certainFrom;
  }

  /** A message was read, and is in the tail. */
  void read(long offset) {
    next = offset + 1;
    open.add(offset);
  }

  /** The tables have it. */
  void release(long offset) {
    open.remove(offset);
  }

  /** Whether the tables have all that was read. */
  boolean isStored() {
    return open.isEmpty();
  }

  /** The first offset of which the tables may not have the message. */
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
