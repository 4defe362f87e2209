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
  private final Map<UUID, Lane> lanes = new ConcurrentHashMap<>();

  Lanes(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  Lane of(UUID subscription) {
    return lanes.computeIfAbsent(subscription, id -> new Lane(System::nanoTime));
  }

  Collection<Lane> all() {
    return lanes.values();
  }

  /** How many posts to a subscription may be under way now. */
  int maxInFlight(UUID subscription) {
    return of(subscription)
        .most(subscriptions.known(subscription).map(Subscription::maxInFlight).orElse(1));
  }

  /** How many more keys of a subscription can be leased now. */
  int room(Subscription subscription) {
    Lane lane = of(subscription.id());
    return lane.room(lane.most(subscription.maxInFlight()));
  }

  /** How many keys of each active subscription can be claimed; those that have no room are out. */
  Map<UUID, Integer> capacities(Collection<Subscription> all) {
    Map<UUID, Integer> capacities = new LinkedHashMap<>();
    for (Subscription subscription : all) {
      Lane lane = of(subscription.id());
      int free = subscription.active() ? lane.capacity(lane.most(subscription.maxInFlight())) : 0;
      if (free > 0) {
        capacities.put(subscription.id(), free);
      }
    }
    return capacities;
  }
}
