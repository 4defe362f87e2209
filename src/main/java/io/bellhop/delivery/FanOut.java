package io.bellhop.delivery;

import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.http.OutboundEvent.Failures;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.event.AppendedEvent;
import io.bellhop.queue.OrderKeyTable;
import io.bellhop.subscription.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;

/**
 * Decides which subscriptions get which events. If a global subscription and one of the event's
 * property have the same callback URL, Bellhop posts once, for the property's subscription.
 */
final class FanOut {
  private final SortedMap<String, List<OutboundEvent>> byKey = new TreeMap<>();
  private final SortedMap<String, OrderKeyTable.Arrival> keys = new TreeMap<>();
  private final List<String> wanted = new ArrayList<>();
  private final Set<UUID> full = new HashSet<>();

  /**
   * @param room the number of keys of a subscription that this node can take at once; it leases
   *     these
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
                    new LoggedEvent(
                        event.seq(),
                        event.id(),
                        event.type(),
                        event.envelope(),
                        event.traceParent()),
                    Failures.NONE,
                    now));
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
            .filter(one -> one.wants(event.type(), event.workspaceId(), event.properties()))
            .toList();
    return matching.stream()
        .filter(
            one ->
                !one.global()
                    || one.callbackUrl() == null
                    || matching.stream()
                        .noneMatch(
                            other ->
                                !other.global() && one.callbackUrl().equals(other.callbackUrl())))
        .toList();
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  List<OutboundEvent> deliveries() {
    return byKey.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Writes the deliveries and leases the keys for which this node has room. Every transaction that
   * adds keys first locks the head of the log, so a missing key cannot appear in between.
   *
   * @return the leased keys; a key that existed before belongs to another node, or waits
   */
  Set<String> write(Connection connection, DeliveryTable table, UUID lease) throws SQLException {
    table.insert(connection, deliveries());
    Set<String> added = table.shortcuts().insertNew(connection, keys);
    Set<String> ours = new LinkedHashSet<>(wanted);
    ours.retainAll(added);
    if (added.size() < keys.size()) {
      SortedMap<String, OrderKeyTable.Arrival> others = new TreeMap<>(keys);
      others.keySet().removeAll(added);
      table.keys().enqueue(connection, others);
      // A key that existed may have been deleted since; then it counts as new.
      List<String> perhaps = wanted.stream().filter(others::containsKey).toList();
      if (!perhaps.isEmpty()) {
        ours.addAll(table.keys().leased(connection, lease, perhaps));
      }
    }
    return ours;
  }

  List<OutboundEvent> of(String key) {
    return byKey.get(key);
  }

  SortedMap<String, OrderKeyTable.Arrival> keys() {
    return keys;
  }

  /** The keys that the transaction leases as it writes them. */
  List<String> wanted() {
    return wanted;
  }

  /** Subscriptions that have more keys than this node can lease now. */
  Set<UUID> full() {
    return full;
  }
}
