package io.bellhop.delivery;

import io.bellhop.publish.Published;
import io.bellhop.queue.KeyTable;
import io.bellhop.webhook.Webhook;
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
 * Who gets which of some events. Where a global webhook and one of the event's property have the
 * same callback URL, there is one post, and the property's wins.
 */
final class FanOut {
  private final SortedMap<String, List<Outbound>> byKey = new TreeMap<>();
  private final SortedMap<String, KeyTable.Arrival> keys = new TreeMap<>();
  private final List<String> wanted = new ArrayList<>();
  private final Set<UUID> full = new HashSet<>();

  /**
   * @param room how many keys of a webhook can be worked on at once: these are leased from the
   *     start
   */
  FanOut(
      List<Published> events,
      Collection<Webhook> webhooks,
      ToIntFunction<Webhook> room,
      UUID lease,
      Instant now,
      Instant until) {
    for (Published event : events) {
      for (Webhook webhook : receivers(event, webhooks)) {
        String key = webhook.keyPrefix() + event.record();
        byKey
            .computeIfAbsent(key, any -> new ArrayList<>(1))
            .add(
                new Outbound(
                    DeliveryId.of(event.seq(), ThreadLocalRandom.current()),
                    webhook.id(),
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
    webhooks.forEach(webhook -> left.put(webhook.id(), room.applyAsInt(webhook)));
    byKey.forEach(
        (key, deliveries) -> {
          UUID webhook = deliveries.get(0).webhookId();
          boolean fits = left.merge(webhook, -1, Integer::sum) >= 0;
          if (fits) {
            wanted.add(key);
          } else {
            full.add(webhook);
          }
          keys.put(
              key,
              new KeyTable.Arrival(webhook.toString(), fits ? until : now, fits ? lease : null));
        });
  }

  private static List<Webhook> receivers(Published event, Collection<Webhook> webhooks) {
    List<Webhook> matching =
        webhooks.stream()
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

  List<Outbound> deliveries() {
    return byKey.values().stream().flatMap(List::stream).toList();
  }

  List<Outbound> of(String key) {
    return byKey.get(key);
  }

  SortedMap<String, KeyTable.Arrival> keys() {
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
