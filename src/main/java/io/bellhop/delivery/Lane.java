package io.bellhop.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;

/** What this node has under way for one webhook, and at what pace. Thread-safe. */
final class Lane {
  /** Batches that are leased ahead for each post under way, so that none waits for a claim. */
  private static final int AHEAD = 4;

  private static final long NANOS = 1_000_000_000L;

  private final LongSupplier ticker;
  private final Queue<Batch> waiting = new ArrayDeque<>();
  private int running;
  private boolean more;
  private long nextSlot;

  /**
   * @param ticker nanoseconds since some time
   */
  Lane(LongSupplier ticker) {
    this.ticker = ticker;
    this.nextSlot = ticker.getAsLong();
  }

  /** False if it has to wait for its turn; it is given back by {@link #leave}. */
  synchronized boolean enter(Batch batch, int most) {
    if (running >= most) {
      waiting.add(batch);
      return false;
    }
    running++;
    return true;
  }

  /** One has ended: those that wait take its place, or more places if there are more now. */
  synchronized List<Batch> leave(int most) {
    running--;
    List<Batch> next = new ArrayList<>();
    while (running < most && !waiting.isEmpty()) {
      next.add(waiting.poll());
      running++;
    }
    return next;
  }

  /** Those that wait will not have their turn. */
  synchronized List<Batch> giveBack() {
    List<Batch> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** How many more keys may be taken. */
  synchronized int room(int most) {
    return Math.max(0, most * (1 + AHEAD) - running - waiting.size());
  }

  /** The same for who will not come again by himself: if there is none, room makes it hungry. */
  synchronized int roomNowOrLater(int most) {
    int room = room(most);
    more |= room == 0;
    return room;
  }

  /** There is more in the database than fitted. */
  synchronized void more() {
    more = true;
  }

  /** True once there is room again for what did not fit: it is time to claim. */
  synchronized boolean hungry(int most) {
    if (more && waiting.size() <= most) {
      more = false;
      return true;
    }
    return false;
  }

  /**
   * Takes the next place in time.
   *
   * @return nanoseconds to wait for it
   */
  synchronized long pace(Integer ratePerSecond) {
    if (ratePerSecond == null) {
      return 0;
    }
    long now = ticker.getAsLong();
    long slot = Math.max(now, nextSlot);
    nextSlot = slot + NANOS / ratePerSecond;
    return slot - now;
  }
}
