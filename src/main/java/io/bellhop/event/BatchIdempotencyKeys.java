package io.bellhop.event;

import io.bellhop.inbox.IdempotencyKeys;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.InboxMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The idempotency keys of one transaction: which messages used them before, and which use them now.
 */
final class BatchIdempotencyKeys {
  private final Map<String, UUID> owners;
  private final Map<String, UUID> taken = new LinkedHashMap<>();
  private final IdempotencyWindow window;

  private BatchIdempotencyKeys(Map<String, UUID> owners, IdempotencyWindow window) {
    this.owners = owners;
    this.window = window;
  }

  /**
   * @param keys as {@link InboxMessage#keyId}
   */
  static BatchIdempotencyKeys read(
      Connection connection, Collection<String> keys, IdempotencyWindow window)
      throws SQLException {
    return new BatchIdempotencyKeys(IdempotencyKeys.owners(connection, keys), window);
  }

  /**
   * Claims the idempotency key of a message.
   *
   * @return false if another message has used it
   */
  boolean take(InboxMessage message) {
    UUID owner = taken.getOrDefault(message.keyId(), owners.get(message.keyId()));
    if (owner == null || !window.covers(owner, message)) {
      taken.put(message.keyId(), message.id());
      return true;
    }
    return owner.equals(message.id());
  }

  boolean isUnused(InboxMessage message) {
    return !owners.containsKey(message.keyId()) && !taken.containsKey(message.keyId());
  }

  void write(Connection connection, Instant now) throws SQLException {
    IdempotencyKeys.own(connection, taken, owners.keySet(), now);
  }
}
