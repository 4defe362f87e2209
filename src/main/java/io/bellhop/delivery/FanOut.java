package io.bellhop.delivery;

import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.event.AppendedEvent;
import io.bellhop.queue.OrderKeyTable;
import io.bellhop.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;

/**
 * Who gets which of some events. Where a global subscription and one of the event's property have
 * the same callback URL, there is one post, and the property's wins.
 */
final class FanOut {
  private final SortedMap<String, List<OutboundEvent>> byKey = new TreeMap<>();
  private final SortedMap<String, OrderKeyTable.Arrival> keys = new TreeMap<>();
  private final List<String> wanted = new ArrayList<>();
  private final Set<UUID> full = new HashSet<>();

  /**
   * @param room how many keys of a subscription can be worked on at once: these are leased from the
   *     start
   */
  FanOut(
      List<AppendedEvent> events,
      Collection<Subscription> subscriptions,
      ToIntFunction<Subscription> room,
      UUID lease,
      Instant now,
      Instant until) {
    for (AppendedEvent event : events) {
      for (Subscription subscription : receivers(event, subscriptions)) {
        String key = subscription.keyPrefix() + event.record();
        byKey
            .computeIfAbsent(key, any -> new ArrayList<>(1))
            .add(
                new OutboundEvent(
                    DeliveryId.of(event.seq(), ThreadLocalRandom.current()),
                    subscription.id(),
                    key,
                    event.seq(),
                    event.id(),
                    event.type(),
                    0,
                    0,
                    0,
                    now,
                    event.envelope()));
      }
    }
    Map<UUID, Integer> left = new HashMap<>();
    subscriptions.forEach(
        subscription -> left.put(subscription.id(), room.applyAsInt(subscription)));
    byKey.forEach(
        (key, deliveries) -> {
          UUID subscription = deliveries.get(0).subscriptionId();
          boolean fits = left.merge(subscription, -1, Integer::sum) >= 0;
          if (fits) {
            wanted.add(key);
          } else {
            full.add(subscription);
          }
          keys.put(
              key,
              new OrderKeyTable.Arrival(
                  subscription.toString(), fits ? until : now, fits ? lease : null));
        });
  }

  private static List<Subscription> receivers(
      AppendedEvent event, Collection<Subscription> subscriptions) {
    List<Subscription> matching =
        subscriptions.stream()
            .filter(w -> w.wants(event.type(), event.workspaceId(), event.propertyId()))
            .toList();
    return matching.stream()
        .filter(
            w ->
                !w.global()
                    || w.callbackUrl() == null
                    || matching.stream()
                        .noneMatch(
                            other ->
                                !other.global() && w.callbackUrl().equals(other.callbackUrl())))
        .toList();
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  List<OutboundEvent> deliveries() {
    return byKey.values().stream().flatMap(List::stream).toList();
  }

  List<OutboundEvent> of(String key) {
    return byKey.get(key);
  }

  SortedMap<String, OrderKeyTable.Arrival> keys() {
    return keys;
  }

  /** The keys that are to be leased by the transaction that writes them. */
  List<String> wanted() {
    return wanted;
  }

  /** Webhooks that have more to do than could be leased. */
  Set<UUID> full() {
    return full;
  }
}
