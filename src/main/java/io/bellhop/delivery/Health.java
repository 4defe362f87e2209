package io.bellhop.delivery;

import io.bellhop.webhook.Webhook;
import io.bellhop.webhook.Webhooks;
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
 * Since when a webhook has had nothing but failures, and whether that is the end of it. A success
 * is no news for one that was not failing, so it costs no statement.
 */
final class Health {
  /** Why a webhook is switched off, in the words of the event that says so. */
  static final String GONE = "gone";

  static final String FAILING = "failing";

  private final Webhooks webhooks;
  private final Duration patience;

  /**
   * @param patience after so long with nothing but failures a webhook is switched off
   */
  Health(Webhooks webhooks, Duration patience) {
    this.webhooks = webhooks;
    this.patience = patience;
  }

  /**
   * To be called before keys are locked: whoever switches a webhook off has its row when he takes
   * keys.
   *
   * @return the webhooks that are to be switched off, and why
   */
  Map<UUID, String> note(Connection connection, List<Progress> batches, Instant now)
      throws SQLException {
    // Sorted: two nodes that note the same must take the rows in the same order.
    SortedMap<UUID, Boolean> works = new TreeMap<>();
    Map<UUID, String> off = new LinkedHashMap<>();
    for (Progress progress : batches) {
      if (!progress.attempts.isEmpty()) {
        works.merge(progress.batch.webhookId(), progress.anySuccess(), Boolean::logicalOr);
      }
      if (progress.gone) {
        off.put(progress.batch.webhookId(), GONE);
      }
    }
    if (works.isEmpty()) {
      return off;
    }
    for (Map.Entry<UUID, Boolean> one : works.entrySet()) {
      // What another commit noted a moment ago counts, or a success would not take it back.
      Webhook webhook = webhooks.in(connection, one.getKey()).orElse(null);
      if (webhook == null) {
        continue;
      }
      Instant since = webhook.failingSince();
      if (one.getValue() && since != null) {
        webhooks.failing(connection, webhook.id(), null);
      } else if (!one.getValue() && since == null) {
        webhooks.failing(connection, webhook.id(), now);
      } else if (!one.getValue() && since.isBefore(now.minus(patience))) {
        off.putIfAbsent(webhook.id(), FAILING);
      }
    }
    return off;
  }
}
