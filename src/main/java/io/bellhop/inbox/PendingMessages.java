package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The pending messages of some keys.
 *
 * @param byKey in the order of keys, each with its messages in their order
 * @param rows the number of rows that were read; larger than the number of messages if a pending
 *     row has no message
 */
record PendingMessages(Map<String, List<InboxMessage>> byKey, int rows) {
  // A join and not "= any(?)": since 2.4, H2 returns rows twice for the latter where it sorts by an
  // index. The limit comes before the join, because a busy key may have thousands of rows. An outer
  // join, so that the number of rows tells whether there are more.
  private static final String PENDING =
      """
      select p.order_key, p.id, i.account_id, i.provider, i.native_event, i.idempotency_key, i.kind,
        i.mergeable, i.received_at, i.due_at, i.sync_run, i.entry_hash, i.first_seen, i.attempts,
        c.id as content_id, c.headers, c.body, k.inbox_id
      from (
        select q.order_key, q.id
        from unnest(cast(? as varchar array)) wanted(order_key)
        join inbox_pending q on q.order_key = wanted.order_key
        order by q.order_key, q.id limit ?) p
      left join inbox i on i.id = p.id
      left join inbox_content c on c.id = p.id
      left join idempotency_key k
        on k.id = cast(i.account_id as varchar(36)) || '/' || i.idempotency_key
      order by p.order_key, p.id
      """;

  /**
   * Reads the pending messages of these keys.
   *
   * @param most the largest number of rows, for all keys together
   * @param content how headers and bodies are stored
   */
  static PendingMessages read(
      Connection connection, Collection<String> keys, int most, MessageContent content)
      throws SQLException {
    Map<String, List<InboxMessage>> found = new LinkedHashMap<>();
    int read = 0;
    try (PreparedStatement s = connection.prepareStatement(PENDING)) {
      s.setArray(1, Database.texts(connection, keys));
      s.setInt(2, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          read++;
          boolean isWhole =
              rows.getObject("account_id") != null && rows.getObject("content_id") != null;
          if (isWhole) {
            InboxMessage message = content.open(message(rows));
            found.computeIfAbsent(message.orderKey(), key -> new ArrayList<>()).add(message);
          }
        }
      }
    }
    return new PendingMessages(found, read);
  }

  /**
   * Makes claims of leased keys.
   *
   * @param versions of the keys
   * @param most the requested number of rows; if there are as many, more may follow
   */
  List<Claim> claims(Map<String, Long> versions, UUID lease, int most) {
    return versions.entrySet().stream()
        .map(
            key ->
                new Claim(
                    key.getKey(),
                    lease,
                    key.getValue(),
                    byKey.getOrDefault(key.getKey(), List.of()),
                    rows < most))
        .toList();
  }

  private static InboxMessage message(ResultSet row) throws SQLException {
    UUID run = row.getObject("sync_run", UUID.class);
    return InboxMessage.builder(
            row.getObject("id", UUID.class),
            row.getObject("account_id", UUID.class),
            row.getString("provider"))
        .nativeEvent(row.getString("native_event"))
        .keys(row.getString("order_key"), row.getString("idempotency_key"))
        .kind(MessageKind.of(row.getString("kind")))
        .sync(
            run == null
                ? null
                : new SyncOrigin(run, row.getString("entry_hash"), row.getBoolean("first_seen")))
        .mergeable(row.getBoolean("mergeable"))
        .receivedAt(Database.instant(row.getObject("received_at", OffsetDateTime.class)))
        .dueAt(Database.instant(row.getObject("due_at", OffsetDateTime.class)))
        .attempts(row.getInt("attempts"))
        .headers(row.getString("headers"))
        .body(row.getBytes("body"))
        .keyOwner(row.getObject("inbox_id", UUID.class))
        .build();
  }
}
