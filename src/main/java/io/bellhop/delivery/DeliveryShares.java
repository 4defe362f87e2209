package io.bellhop.delivery;

import io.bellhop.store.DatabaseErrors;
import io.bellhop.subscription.Subscription;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's share of the limits of subscriptions, which apply to all nodes together: how many
 * posts to a subscription it may have in progress, and when the next one may begin. A node takes as
 * many places as it needs and releases those that it no longer needs. If no other node can exist,
 * it has all places and does not ask. Thread-safe.
 */
final class DeliveryShares {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryShares.class);

  /** How long a node keeps places for the next events: longer than the gaps of a steady flow. */
  private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();

  /**
   * The pause before a node that got no place asks again; meanwhile another node sends the due
   * deliveries.
   */
  static final Duration DENIED = Duration.ofMillis(200);

  /**
   * @param most the most places that were needed since then
   * @param askAfter the time before which a request for more is useless
   */
  private record Share(int places, Instant until, int most, long since, long askAfter) {
    Share needing(int now) {
      return new Share(places, until, now, since, askAfter);
    }

    Share atMost(int fewer) {
      return new Share(Math.min(places, fewer), until, most, since, askAfter);
    }
  }

  private static final Share NONE = new Share(0, Instant.MIN, 0, 0, 0);

  private final DeliveryShareTable table;
  private final Clock clock;
  private final Duration lease;
  private final LongSupplier ticker;
  private final UUID node = UUID.randomUUID();
  private final Map<UUID, Share> shares = new ConcurrentHashMap<>();

  /**
   * @param lease how long places belong to a node that does not renew them
   * @param ticker nanoseconds since some time
   */
  DeliveryShares(DeliveryShareTable table, Clock clock, Duration lease, LongSupplier ticker) {
    this.table = table;
    this.clock = clock;
    this.lease = lease;
    this.ticker = ticker;
  }

  /** Whether limits are shared with other nodes at all. */
  boolean areShared() {
    return table.isShared();
  }

  /**
   * The number of posts that this node may have in progress, out of those that the subscription
   * allows.
   */
  int places(UUID subscription, int allowed) {
    if (!areShared()) {
      return allowed;
    }
    Share share = shares.getOrDefault(subscription, NONE);
    return clock.instant().isBefore(share.until()) ? Math.min(allowed, share.places()) : 0;
  }

  /**
   * Takes more places if they are needed and free, renews them, or releases those that are not
   * needed.
   *
   * @param needed for posts in progress and due deliveries
   * @param running the posts in progress; their places stay taken
   */
  void adjust(Subscription subscription, int needed, IntSupplier running) throws SQLException {
    UUID id = subscription.id();
    long tick = ticker.getAsLong();
    Instant now = clock.instant();
    Share share = shares.getOrDefault(id, NONE);
    int want = Math.min(needed, subscription.maxInFlight());
    int have = places(id, Integer.MAX_VALUE);
    int most = Math.max(want, share.most());
    boolean isKnown = share != NONE;
    boolean isAtEnd = isKnown && tick - share.since() >= KEPT_NANOS;
    boolean isOld = isKnown && !now.isBefore(share.until().minus(lease.dividedBy(2)));
    boolean asks = want > have && (!isKnown || tick - share.askAfter() >= 0);
    if (!asks && !isAtEnd && !isOld) {
      if (isKnown) {
        shares.put(id, share.needing(most));
      }
      return;
    }
    if (isAtEnd && most == 0 && running.getAsInt() == 0) {
      shares.remove(id);
      table.delete(id, node);
      return;
    }
    take(subscription, isAtEnd ? most : Math.max(most, have), want, running);
  }

  private void take(Subscription subscription, int target, int want, IntSupplier running)
      throws SQLException {
    UUID id = subscription.id();
    long tick = ticker.getAsLong();
    Instant now = clock.instant();
    Instant until = now.plus(lease);
    int[] mine = new int[1];
    int written =
        table.decide(
            id,
            node,
            now,
            until,
            others -> {
              mine[0] = share(subscription.maxInFlight(), target, others);
              // From now on no more posts than this begin; posts in progress keep their places.
              shares.computeIfPresent(id, (same, share) -> share.atMost(mine[0]));
              return Math.max(mine[0], running.getAsInt());
            });
    int places = Math.min(mine[0], written);
    long askAfter = places < want ? tick + DENIED.toNanos() : tick;
    shares.put(id, new Share(places, until, want, tick, askAfter));
  }

  /**
   * Returns as many places as are wanted and free, except one for each other node that has none.
   */
  private static int share(int allowed, int wanted, List<Integer> others) {
    int taken = others.stream().mapToInt(Integer::intValue).sum();
    int hungry = (int) others.stream().filter(places -> places == 0).count();
    int free = Math.max(0, allowed - taken);
    return Math.min(wanted, Math.max(Math.min(1, free), free - hungry));
  }

  /** Whether a request for more places is useful. */
  boolean mayGetMore(UUID subscription, int allowed) {
    Share share = shares.getOrDefault(subscription, NONE);
    return places(subscription, allowed) < allowed
        && (share == NONE || ticker.getAsLong() - share.askAfter() >= 0);
  }

  /** Whether this node waits for places that other nodes have. */
  boolean isDenied(UUID subscription, int needed) {
    return areShared() && shares.containsKey(subscription) && places(subscription, needed) < needed;
  }

  /** Forgets subscriptions that no longer exist. */
  void keep(Collection<UUID> subscriptions) {
    shares.keySet().retainAll(subscriptions);
  }

  /** Whether {@link #pace} asks the database. */
  boolean sharePace(Subscription subscription) {
    return subscription.ratePerSecond() != null && areShared();
  }

  /**
   * Takes the next slot in the subscription's rate.
   *
   * @param alone the wait if this were the only node
   * @return nanoseconds to wait
   */
  long pace(Subscription subscription, long alone) {
    try {
      Duration wait = table.nextSlot(subscription.id(), subscription.ratePerSecond());
      return Math.max(alone, wait.toNanos());
    } catch (SQLException e) {
      LOG.debug(
          "this node cannot share the pace of a webhook and keeps its own: {}",
          DatabaseErrors.describe(e));
      return alone;
    }
  }

  /** Releases all places, so that others need not wait for their expiry. */
  void release() {
    if (shares.isEmpty()) {
      return;
    }
    shares.clear();
    try {
      table.delete(node);
    } catch (SQLException e) {
      LOG.debug("this node cannot release its places; they expire: {}", DatabaseErrors.describe(e));
    }
  }
}
