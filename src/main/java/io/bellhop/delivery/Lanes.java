package io.bellhop.delivery;

import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link Lane} for each subscription. Thread-safe. */
final class Lanes {
  private final Subscriptions subscriptions;
  private final DeliveryShares shares;
  private final Map<UUID, Lane> lanes = new ConcurrentHashMap<>();

  Lanes(Subscriptions subscriptions, DeliveryShares shares) {
    this.subscriptions = subscriptions;
    this.shares = shares;
  }

  Lane of(UUID subscription) {
    return lanes.computeIfAbsent(subscription, id -> new Lane(System::nanoTime));
  }

  Collection<Lane> all() {
    return lanes.values();
  }

  /** The number of posts to a subscription that this node may have in progress now. */
  int maxInFlight(UUID subscription) {
    int allowed = subscriptions.known(subscription).map(Subscription::maxInFlight).orElse(1);
    return of(subscription).most(shares.places(subscription, allowed));
  }

  /** Whether this node may get more places of a subscription than it has. */
  boolean mayGetPlaces(UUID subscription) {
    return subscriptions
        .known(subscription)
        .filter(one -> shares.mayGetMore(subscription, one.maxInFlight()))
        .isPresent();
  }

  private int maxInFlight(Subscription subscription) {
    int places = shares.places(subscription.id(), subscription.maxInFlight());
    return of(subscription.id()).most(places);
  }

  /** The number of further keys of a subscription that this node can lease now. */
  int room(Subscription subscription) {
    return of(subscription.id()).room(maxInFlight(subscription));
  }

  /**
   * The number of keys that this node can claim of each active subscription; a subscription without
   * room is not in the result.
   */
  Map<UUID, Integer> capacities(Collection<Subscription> all) {
    Map<UUID, Integer> capacities = new LinkedHashMap<>();
    for (Subscription subscription : all) {
      Lane lane = of(subscription.id());
      int free = subscription.active() ? lane.capacity(maxInFlight(subscription)) : 0;
      if (free > 0) {
        capacities.put(subscription.id(), free);
      }
    }
    return capacities;
  }
}
