package io.bellhop.delivery;

import io.bellhop.delivery.http.HttpReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;

/** The posts of this node to one subscription, and their pace. Thread-safe. */
final class Lane {
  /**
   * The number of batches that the node leases ahead for each post in progress, so that no post
   * waits for a claim.
   */
  private static final int AHEAD = 4;

  private static final long NANOS = 1_000_000_000L;

  /**
   * The number of consecutive failures that open the circuit: more than the ten attempts of one
   * record, and two rounds of the eight posts that a subscription usually has in progress.
   */
  private static final int OPEN_AFTER = 16;

  /**
   * The rate of attempts while the circuit is open: at first high enough for a short outage. Every
   * sixteen further failures halve the rate, down to one a second, which still detects the recovery
   * of a subscriber within a second. A failed attempt costs up to ten times a successful one,
   * because of TLS handshakes.
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
   * Notes the result of an attempt. While all attempts fail, the circuit is open: the lane sends
   * one post at a time, and few in a second, so that a subscriber that is down does not take
   * resources from others. The first success closes it.
   */
  synchronized void note(HttpReply reply) {
    failures = reply.isSuccess() ? 0 : failures + 1;
    refuses = reply.isRefusal();
  }

  /** The number of posts that may be in progress, out of those that the subscription allows. */
  synchronized int most(int allowed) {
    return isOpen() ? Math.min(1, allowed) : allowed;
  }

  private boolean isOpen() {
    return failures >= OPEN_AFTER;
  }

  /**
   * Begins a batch.
   *
   * @return false if the batch must wait; {@link #leave} then returns it later
   */
  synchronized boolean enter(DeliveryProgress batch, int most) {
    peak = Math.max(peak, running + waiting.size() + 1);
    if (running >= most) {
      waiting.add(batch);
      return false;
    }
    running++;
    return true;
  }

  /**
   * Ends a batch.
   *
   * @return the waiting batches that take its place; several if there are more places now
   */
  synchronized List<DeliveryProgress> leave(int most) {
    running--;
    List<DeliveryProgress> next = new ArrayList<>();
    while (running < most && !waiting.isEmpty()) {
      next.add(waiting.poll());
      running++;
    }
    return next;
  }

  /**
   * Fills new places.
   *
   * @return waiting batches that begin now
   */
  synchronized List<DeliveryProgress> fill(int most) {
    running++;
    return leave(most);
  }

  /** The number of posts in progress. */
  synchronized int running() {
    return running;
  }

  /**
   * Returns the maximum number of keys that this node had at once since the last call, in progress
   * or waiting.
   */
  synchronized int takePeak() {
    int most = peak;
    peak = running + waiting.size();
    return most;
  }

  /** Removes and returns the waiting batches. */
  synchronized List<DeliveryProgress> drainWaiting() {
    List<DeliveryProgress> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** The number of further keys that the lane may take. */
  synchronized int room(int most) {
    return Math.max(0, most * (1 + AHEAD) - running - waiting.size());
  }

  /**
   * As {@link #room}, for the claim loop. If there is no room, {@link #needsRefill} returns true
   * once there is.
   */
  synchronized int capacity(int most) {
    int room = room(most);
    more |= room == 0;
    return room;
  }

  /** Notes that the database has more keys than the lane could take. */
  synchronized void more() {
    more = true;
  }

  /** Whether there is room again for deliveries that did not fit, so that the node should claim. */
  synchronized boolean needsRefill(int most) {
    if (more && waiting.size() <= most) {
      more = false;
      return true;
    }
    return false;
  }

  /**
   * Takes the next slot in the rate.
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

  /**
   * A subscriber that refuses some events is reachable, and the events that it accepts wait behind
   * those that it refuses.
   */
  private int probesPerSecond() {
    int halvings = refuses ? 0 : (failures - OPEN_AFTER) / OPEN_AFTER;
    return Math.max(1, PROBES_PER_SECOND >> Math.min(halvings, PROBES_PER_SECOND));
  }
}
