package io.bellhop.delivery;

import io.bellhop.delivery.http.HttpReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;

/** What this node has under way for one subscription, and at what pace. Thread-safe. */
final class Lane {
  /** Batches that are leased ahead for each post under way, so that none waits for a claim. */
  private static final int AHEAD = 4;

  private static final long NANOS = 1_000_000_000L;

  /**
   * Failures on end without a success that open the circuit: more than one record's, which is tried
   * ten times, and two rounds of a subscription's usual eight at once.
   */
  private static final int OPEN_AFTER = 16;

  /**
   * Attempts at one that fails and fails: at first enough to get through a short outage. Every
   * sixteen failures more halve them, down to one, which still finds within a second that it works
   * again: an attempt that fails costs up to ten times one that works, as with a TLS handshake.
   */
  private static final int PROBES_PER_SECOND = 20;

  private final LongSupplier ticker;
  private final Queue<DeliveryProgress> waiting = new ArrayDeque<>();
  private int running;
  private int peak;
  private boolean more;
  private long nextSlot;
  private int failures;
  private boolean refuses;

  /**
   * @param ticker nanoseconds since some time
   */
  Lane(LongSupplier ticker) {
    this.ticker = ticker;
    this.nextSlot = ticker.getAsLong();
  }

  /**
   * Notes what came of an attempt. While all fail, the circuit is open: one post at a time is under
   * way, and few in a second, so that one who is down does not take from the others what only fails
   * again. The first success closes it.
   */
  synchronized void note(HttpReply reply) {
    failures = reply.isSuccess() ? 0 : failures + 1;
    refuses = reply.isRefusal();
  }

  /** How many posts may be under way of those that the subscription allows. */
  synchronized int most(int allowed) {
    return isOpen() ? Math.min(1, allowed) : allowed;
  }

  private boolean isOpen() {
    return failures >= OPEN_AFTER;
  }

  /** False if it has to wait for its turn; it is given back by {@link #leave}. */
  synchronized boolean enter(DeliveryProgress batch, int most) {
    peak = Math.max(peak, running + waiting.size() + 1);
    if (running >= most) {
      waiting.add(batch);
      return false;
    }
    running++;
    return true;
  }

  /** One has ended: those that wait take its place, or more places if there are more now. */
  synchronized List<DeliveryProgress> leave(int most) {
    running--;
    List<DeliveryProgress> next = new ArrayList<>();
    while (running < most && !waiting.isEmpty()) {
      next.add(waiting.poll());
      running++;
    }
    return next;
  }

  /** More may run than before: those that wait take the new places. */
  synchronized List<DeliveryProgress> fill(int most) {
    running++;
    return leave(most);
  }

  /** Posts under way. */
  synchronized int running() {
    return running;
  }

  /** The most keys that this node has had at once since the last call, under way or waiting. */
  synchronized int takePeak() {
    int most = peak;
    peak = running + waiting.size();
    return most;
  }

  /** Those that wait will not have their turn. */
  synchronized List<DeliveryProgress> giveBack() {
    List<DeliveryProgress> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** How many more keys may be taken. */
  synchronized int room(int most) {
    return Math.max(0, most * (1 + AHEAD) - running - waiting.size());
  }

  /** The same for the claim loop: if there is no room, later room asks for a refill. */
  synchronized int capacity(int most) {
    int room = room(most);
    more |= room == 0;
    return room;
  }

  /** There is more in the database than fitted. */
  synchronized void more() {
    more = true;
  }

  /** True once there is room again for what did not fit: it is time to claim. */
  synchronized boolean needsRefill(int most) {
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
    if (ratePerSecond == null && !isOpen()) {
      return 0;
    }
    int allowed = ratePerSecond == null ? Integer.MAX_VALUE : ratePerSecond;
    long now = ticker.getAsLong();
    long slot = Math.max(now, nextSlot);
    nextSlot = slot + NANOS / (isOpen() ? Math.min(allowed, probesPerSecond()) : allowed);
    return slot - now;
  }

  /** One that refuses events works: what it wants is behind those that it does not want. */
  private int probesPerSecond() {
    int halvings = refuses ? 0 : (failures - OPEN_AFTER) / OPEN_AFTER;
    return Math.max(1, PROBES_PER_SECOND >> Math.min(halvings, PROBES_PER_SECOND));
  }
}
