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
 * This node's share of the limits of subscriptions, which hold for all nodes together: how many of
 * a subscription's posts it may have under way, and when the next one may begin. A node takes as
 * many places as it needs and gives them back when it needs them no longer. Where no other node can
 * be, it has all of them and does not ask. Thread-safe.
 */
final class DeliveryShares {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryShares.class);

  /** How long places are kept for the next events: longer than the gaps of a steady flow. */
  private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();

  /** A node that gets no place asks again so soon: meanwhile another one sends what there is. */
  static final Duration DENIED = Duration.ofMillis(200);

  /**
   * @param most that were needed since then
   * @param askAfter before that time it is of no use to ask for more
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

  /** How many posts this node may have under way of those that the subscription allows. */
  int places(UUID subscription, int allowed) {
    if (!areShared()) {
      return allowed;
    }
    Share share = shares.getOrDefault(subscription, NONE);
    return clock.instant().isBefore(share.until()) ? Math.min(allowed, share.places()) : 0;
  }

  /**
   * Takes more places if they are needed and free, renews them, or gives back what is not needed.
   *
   * @param needed for what is under way and what is due
   * @param running posts that are under way; their places stay taken
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
              // From here on no more than that begin; those that have begun keep their places.
              shares.computeIfPresent(id, (same, share) -> share.atMost(mine[0]));
              return Math.max(mine[0], running.getAsInt());
            });
    int places = Math.min(mine[0], written);
    long askAfter = places < want ? tick + DENIED.toNanos() : tick;
    shares.put(id, new Share(places, until, want, tick, askAfter));
  }

  /** As many as are wanted and free; but one is left for each other node that has none. */
  private static int share(int allowed, int wanted, List<Integer> others) {
    int taken = others.stream().mapToInt(Integer::intValue).sum();
    int hungry = (int) others.stream().filter(places -> places == 0).count();
    int free = Math.max(0, allowed - taken);
    return Math.min(wanted, Math.max(Math.min(1, free), free - hungry));
  }

  /** Whether it is of use to ask for more places. */
  boolean mayGetMore(UUID subscription, int allowed) {
    Share share = shares.getOrDefault(subscription, NONE);
    return places(subscription, allowed) < allowed
        && (share == NONE || ticker.getAsLong() - share.askAfter() >= 0);
  }

  /** Whether a node waits for places that others have. */
  boolean isDenied(UUID subscription, int needed) {
    return areShared() && shares.containsKey(subscription) && places(subscription, needed) < needed;
  }

  /** Forgets subscriptions that are not there any more. */
  void keep(Collection<UUID> subscriptions) {
    shares.keySet().retainAll(subscriptions);
  }

  /** Whether {@link #pace} asks the database. */
  boolean sharePace(Subscription subscription) {
    return subscription.ratePerSecond() != null && areShared();
  }

  /**
   * Takes the next place in time of the subscription's rate.
   *
   * @param alone what this node would wait if it were the only one
   * @return nanoseconds to wait
   */
  long pace(Subscription subscription, long alone) {
    try {
      Duration wait = table.nextSlot(subscription.id(), subscription.ratePerSecond());
      return Math.max(alone, wait.toNanos());
    } catch (SQLException e) {
      LOG.debug("the pace of a webhook is this node's alone: {}", DatabaseErrors.describe(e));
      return alone;
    }
  }

  /** Gives back all places: others need not wait until they run out. */
  void giveBack() {
    if (shares.isEmpty()) {
      return;
    }
    shares.clear();
    try {
      table.delete(node);
    } catch (SQLException e) {
      LOG.debug("places are not given back, they run out: {}", DatabaseErrors.describe(e));
    }
  }
}
