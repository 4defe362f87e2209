package io.bellhop.inbox;

import java.util.List;
import java.util.stream.IntStream;

/** The parts into which order keys are divided, so that nodes can share them. */
final class Partitions {
  /** As many as {@code inbox_partition} has rows: more nodes than that would not help. */
  private static final int NUMBER = 32;

  /** The queues of all of them. */
  static final List<String> ALL = IntStream.range(0, NUMBER).mapToObj(Integer::toString).toList();

  private Partitions() {}

  /** The queue of an order key; the same on every node, for ever. */
  static String queueOf(String orderKey) {
    int hash = orderKey.hashCode();
    return ALL.get((hash ^ hash >>> 16) & NUMBER - 1);
  }
}
