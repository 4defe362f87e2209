package io.bellhop.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.event.SystemEvents;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.time.UtcTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches a subscription off and emits an event for its workspace, in a separate transaction,
 * because that must lock the head of the log first. If a crash prevents it, the next failure
 * retries it. Thread-safe.
 */
final class SubscriptionSwitchOff {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSwitchOff.class);

  private final Database database;
  private final Subscriptions subscriptions;
  private final SystemEvents events;
  private final ObjectMapper mapper;

  SubscriptionSwitchOff(
      Database database, Subscriptions subscriptions, SystemEvents events, ObjectMapper mapper) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.events = events;
    this.mapper = mapper;
  }

  void now(UUID id, String reason, Instant now) throws SQLException {
    Optional<Subscription> subscription = subscriptions.find(id);
    if (subscription.isEmpty()) {
      return;
    }
    database
        .durably(
            connection -> {
              long seq = events.begin(connection);
              if (!subscriptions.switchOff(connection, id, now)) {
                return (Runnable) () -> {};
              }
              LOG.warn("Bellhop has switched the webhook {} off: {}", id, reason);
              String workspace = subscription.get().workspaceId();
              return events.append(
                  connection,
                  seq,
                  now,
                  Subscription.DISABLED,
                  workspace == null ? Account.DEFAULT_WORKSPACE : workspace,
                  record(subscription.get(), reason));
            })
        .run();
  }

  /** The record omits the URL, which other members of the workspace need not know. */
  private ObjectNode record(Subscription subscription, String reason) {
    ObjectNode record = mapper.createObjectNode();
    record.put("id", subscription.id().toString());
    if (subscription.name() != null) {
      record.put("name", subscription.name());
    }
    record.put("reason", reason);
    if (subscription.failingSince() != null) {
      record.put("failingSince", UtcTime.text(subscription.failingSince()));
    }
    return record;
  }
}
