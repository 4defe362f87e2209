package io.bellhop.delivery;

import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Keeps since when a subscription has had only failures, and decides when to switch it off. A
 * success of a subscription that was not failing costs no statement.
 */
final class SubscriptionHealth {
  /** Why a subscription is switched off, in the words of the event. */
  static final String GONE = "gone";

  static final String FAILING = "failing";

  private final Subscriptions subscriptions;
  private final Duration disableAfter;

  /**
   * @param disableAfter how long only failures may come before the subscription is switched off
   */
  SubscriptionHealth(Subscriptions subscriptions, Duration disableAfter) {
    this.subscriptions = subscriptions;
    this.disableAfter = disableAfter;
  }

  /**
   * Call it before keys are locked: a transaction that switches a subscription off locks its row
   * before keys.
   *
   * @return the subscriptions that are to be switched off, and why
   */
  Map<UUID, String> note(Connection connection, List<DeliveryProgress> batches, Instant now)
      throws SQLException {
    // Sorted: two nodes that note the same must take the rows in the same order.
    SortedMap<UUID, Boolean> works = new TreeMap<>();
    Map<UUID, String> off = new LinkedHashMap<>();
    for (DeliveryProgress progress : batches) {
      if (!progress.attempts.isEmpty()) {
        works.merge(progress.batch.subscriptionId(), progress.anySuccess(), Boolean::logicalOr);
      }
      if (progress.gone) {
        off.put(progress.batch.subscriptionId(), GONE);
      }
    }
    if (works.isEmpty()) {
      return off;
    }
    for (Map.Entry<UUID, Boolean> one : works.entrySet()) {
      // What another commit noted a moment ago counts, or a success would not take it back.
      Subscription subscription = subscriptions.in(connection, one.getKey()).orElse(null);
      if (subscription == null) {
        continue;
      }
      Instant since = subscription.failingSince();
      if (one.getValue() && since != null) {
        subscriptions.failing(connection, subscription.id(), null);
      } else if (!one.getValue() && since == null) {
        subscriptions.failing(connection, subscription.id(), now);
      } else if (!one.getValue() && since.isBefore(now.minus(disableAfter))) {
        off.putIfAbsent(subscription.id(), FAILING);
      }
    }
    return off;
  }
}
