package io.bellhop.inbox;

import java.util.List;
import java.util.stream.IntStream;

/** Divides order keys into partitions, so that nodes can share them. */
final class Partitions {
  /** The number of rows of {@code inbox_partition}. More nodes than that would not help. */
  private static final int NUMBER = 32;

  /** The queues of all partitions. */
  static final List<String> ALL = IntStream.range(0, NUMBER).mapToObj(Integer::toString).toList();

  private Partitions() {}

  /** The queue of an order key. It is the same on every node and must never change. */
  static String queueOf(String orderKey) {
    int hash = orderKey.hashCode();
    return ALL.get((hash ^ hash >>> 16) & NUMBER - 1);
  }
}
