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
   * How many batches are leased ahead for each post in progress, so that none waits for a claim.
   */
  private static final int AHEAD = 4;

  private static final long NANOS = 1_000_000_000L;

  /**
   * How many failures without a success open the circuit: more than one record's, which has ten
   * attempts, and two rounds of a subscription's usual eight posts at once.
   */
  private static final int OPEN_AFTER = 16;

  /**
   * The rate of attempts while the circuit is open: at first enough to get through a short outage.
   * Every sixteen further failures halve it, down to one, which still notices within a second that
   * the subscriber works again. A failed attempt costs up to ten times a successful one, because of
   * TLS handshakes.
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
   * Notes the result of an attempt. While all fail, the circuit is open: one post at a time is in
   * progress, and few in a second, so that a subscriber that is down does not take resources from
   * others. The first success closes it.
   */
  synchronized void note(HttpReply reply) {
    failures = reply.isSuccess() ? 0 : failures + 1;
    refuses = reply.isRefusal();
  }

  /** How many posts may be in progress, of those that the subscription allows. */
  synchronized int most(int allowed) {
    return isOpen() ? Math.min(1, allowed) : allowed;
  }

  private boolean isOpen() {
    return failures >= OPEN_AFTER;
  }

  /**
   * Begins a batch.
   *
   * @return false if it has to wait for its turn; {@link #leave} returns it then
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
   * @return waiting batches that take its place, or more if there are more places now
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
   * Fills places that are new.
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

  /** The most keys that this node has had at once since the last call, in progress or waiting. */
  synchronized int takePeak() {
    int most = peak;
    peak = running + waiting.size();
    return most;
  }

  /** Removes and returns the batches that wait. */
  synchronized List<DeliveryProgress> drainWaiting() {
    List<DeliveryProgress> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** How many more keys may be taken. */
  synchronized int room(int most) {
    return Math.max(0, most * (1 + AHEAD) - running - waiting.size());
  }

  /**
   * The same for the claim loop. If there is no room, {@link #needsRefill} asks for a claim once
   * there is.
   */
  synchronized int capacity(int most) {
    int room = room(most);
    more |= room == 0;
    return room;
  }

  /** Notes that the database has more than fitted. */
  synchronized void more() {
    more = true;
  }

  /** True once there is room again for deliveries that did not fit: it is time to claim. */
  synchronized boolean needsRefill(int most) {
    if (more && waiting.size() <= most) {
      more = false;
      return true;
    }
    return false;
  }

  /**
   * Takes the next time in the rate.
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
   * A subscriber that refuses events works: the events that it wants wait behind those that it
   * refuses.
   */
  private int probesPerSecond() {
    int halvings = refuses ? 0 : (failures - OPEN_AFTER) / OPEN_AFTER;
    return Math.max(1, PROBES_PER_SECOND >> Math.min(halvings, PROBES_PER_SECOND));
  }
}
