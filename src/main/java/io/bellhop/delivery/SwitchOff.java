package io.bellhop.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.publish.OwnEvents;
import io.bellhop.store.Database;
import io.bellhop.webhook.Webhook;
import io.bellhop.webhook.Webhooks;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches a webhook off and tells the others of its workspace, in one transaction of its own: the
 * log's head must be locked before anything else is. A crash before it loses nothing, the next
 * failure comes here again. Thread-safe.
 */
final class SwitchOff {
  private static final Logger LOG = LoggerFactory.getLogger(SwitchOff.class);

  /** With milliseconds, as all times of events have them. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Database database;
  private final Webhooks webhooks;
  private final OwnEvents events;
  private final ObjectMapper mapper;

  SwitchOff(Database database, Webhooks webhooks, OwnEvents events, ObjectMapper mapper) {
    this.database = database;
    this.webhooks = webhooks;
    this.events = events;
    this.mapper = mapper;
  }

  void now(UUID id, String reason, Instant now) throws SQLException {
    Optional<Webhook> webhook = webhooks.find(id);
    if (webhook.isEmpty()) {
      return;
    }
    database
        .durably(
            connection -> {
              long seq = events.begin(connection);
              if (!webhooks.switchOff(connection, id, now)) {
                return (Runnable) () -> {};
              }
              LOG.warn("the webhook {} is switched off: {}", id, reason);
              String workspace = webhook.get().workspaceId();
              return events.append(
                  connection,
                  seq,
                  now,
                  Webhook.DISABLED,
                  workspace == null ? Webhook.DEFAULT_WORKSPACE : workspace,
                  record(webhook.get(), reason));
            })
        .run();
  }

  /** No URL: others of the workspace need not know where it went. */
  private ObjectNode record(Webhook webhook, String reason) {
    ObjectNode record = mapper.createObjectNode();
    record.put("id", webhook.id().toString());
    if (webhook.name() != null) {
      record.put("name", webhook.name());
    }
    record.put("reason", reason);
    if (webhook.failingSince() != null) {
      record.put("failingSince", TIME.format(webhook.failingSince()));
    }
    return record;
  }
}
