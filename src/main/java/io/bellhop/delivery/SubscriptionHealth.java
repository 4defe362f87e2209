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
 * Records since when a subscription has had only failures, and decides when to switch it off. A
 * success costs no statement unless the subscription was failing.
 */
final class SubscriptionHealth {
  /** The reason for a switch-off, as the event names it. */
  static final String GONE = "gone";

  static final String FAILING = "failing";

  private final Subscriptions subscriptions;
  private final Duration disableAfter;

  /**
   * @param disableAfter how long a subscription may have only failures before it is switched off
   */
  SubscriptionHealth(Subscriptions subscriptions, Duration disableAfter) {
    this.subscriptions = subscriptions;
    this.disableAfter = disableAfter;
  }

  /**
   * Records results. Must be called before keys are locked: a transaction that switches a
   * subscription off locks its row before keys.
   *
   * @return the subscriptions to switch off, and why
   */
  Map<UUID, String> note(Connection connection, List<DeliveryProgress> batches, Instant now)
      throws SQLException {
    // Sorted: two nodes that record results of the same subscriptions must lock the rows in the
    // same order.
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
      // Another commit may just have recorded a failure, and this success must clear it, so the row
      // is read again.
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
