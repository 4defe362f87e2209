package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.Database;
import io.bellhop.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The SQL of the inbox. Every method runs in the transaction of the connection that it is given.
 */
final class InboxTable {
  /** The only queue of the inbox. */
  static final String LANE = "";

  private static final String EARLIEST =
      """
      select min(i.due_at) from inbox_pending p join inbox i on i.id = p.id
      where p.order_key = inbox_key.order_key\
      """;

  private static final String INSERT =
      """
      insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key, origin,
        mergeable, received_at, due_at, status, attempts)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0)
      """;

  private static final String INSERT_DEAD =
      """
      insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key, origin,
        mergeable, received_at, due_at, status, attempts, error, settled_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'dead', 0, ?, ?)
      """;

  private static final String INSERT_CONTENT =
      "insert into inbox_content (id, headers, body) values (?, ?, ?)";

  private static final String INSERT_PENDING =
      "insert into inbox_pending (order_key, id) values (?, ?)";

  // A join and not "= any(?)", for which H2 gives rows twice since 2.4 where it may sort by index.
  private static final String PENDING =
      """
select i.id, i.account_id, i.provider, i.native_event, i.order_key, i.idempotency_key,
  i.origin, i.mergeable, i.received_at, i.due_at, c.headers, c.body, i.attempts, k.inbox_id
from unnest(cast(? as varchar array)) wanted(order_key)
join inbox_pending p on p.order_key = wanted.order_key
join inbox i on i.id = p.id
join inbox_content c on c.id = p.id
left join idempotency_key k on k.id = cast(i.account_id as varchar(36)) || '/' || i.idempotency_key
order by p.order_key, p.id limit ?
""";

  private static final String PUT_BACK =
      """
      update inbox set status = 'pending', attempts = 0, error = null, due_at = ?,
        settled_at = null,
        origin = case when origin in ('follow-up', 'sync-page', 'unread') then origin else 'replay' end
      where id = ?
      """;

  private static final String PUT_BACK_PENDING =
      """
      insert into inbox_pending (order_key, id) select cast(? as varchar(300)), cast(? as uuid)
      where not exists (select 1 from inbox_pending where id = ?)
      """;

  /**
   * Keys of an account that wait after a failure, those that have waited longest first. Keys that
   * wait for others to be merged with have not failed.
   */
  private static final String WAITING =
      """
      select order_key from inbox_key k
      where order_key >= ? and order_key < ? and lease is null and due_at > ? and exists (
        select 1 from inbox_pending p join inbox i on i.id = p.id
        where p.order_key = k.order_key and i.error is not null)
      order by due_at, order_key limit ?
      """;

  private static final String DUE_NOW =
      """
      update inbox set due_at = ? where due_at > ? and status = 'pending'
        and id in (select id from inbox_pending where order_key = any(?))
      """;

  private final OrderKeyTable keys;

  InboxTable(Dialect dialect) {
    this.keys = keys(dialect);
  }

  /** The order keys of the inbox. They are one queue: all of it is our own work. */
  static OrderKeyTable keys(Dialect dialect) {
    return new OrderKeyTable("inbox", EARLIEST, dialect);
  }

  OrderKeyTable keys() {
    return keys;
  }

  void insert(Connection connection, List<InboxMessage> messages) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT);
        PreparedStatement content = connection.prepareStatement(INSERT_CONTENT);
        PreparedStatement pending = connection.prepareStatement(INSERT_PENDING)) {
      for (InboxMessage d : messages) {
        row(s, d);
        s.addBatch();
        content(content, d);
        pending.setString(1, d.orderKey());
        pending.setObject(2, d.id());
        pending.addBatch();
      }
      s.executeBatch();
      content.executeBatch();
      pending.executeBatch();
    }
  }

  /** Stores dead letters: nothing of them is pending, until somebody replays them. */
  void insertDead(Connection connection, List<NewMessage> letters) throws SQLException {
    if (letters.isEmpty()) {
      return;
    }
    try (PreparedStatement s = connection.prepareStatement(INSERT_DEAD);
        PreparedStatement content = connection.prepareStatement(INSERT_CONTENT)) {
      for (NewMessage letter : letters) {
        row(s, letter.message());
        s.setString(11, letter.fault());
        s.setObject(12, Database.time(letter.message().receivedAt()));
        s.addBatch();
        content(content, letter.message());
      }
      s.executeBatch();
      content.executeBatch();
    }
  }

  private static void row(PreparedStatement s, InboxMessage d) throws SQLException {
    s.setObject(1, d.id());
    s.setObject(2, d.accountId());
    s.setString(3, d.provider());
    s.setString(4, d.nativeEvent());
    s.setString(5, d.orderKey());
    s.setString(6, d.idempotencyKey());
    s.setString(7, d.origin());
    s.setBoolean(8, d.mergeable());
    s.setObject(9, Database.time(d.receivedAt()));
    s.setObject(10, Database.time(d.dueAt()));
  }

  private static void content(PreparedStatement s, InboxMessage d) throws SQLException {
    s.setObject(1, d.id());
    s.setString(2, d.headers());
    s.setBytes(3, d.body());
    s.addBatch();
  }

  Map<String, List<InboxMessage>> pending(Connection connection, Collection<String> keys, int most)
      throws SQLException {
    Map<String, List<InboxMessage>> found = new LinkedHashMap<>();
    try (PreparedStatement s = connection.prepareStatement(PENDING)) {
      s.setArray(1, Database.texts(connection, keys));
      s.setInt(2, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          InboxMessage message = message(rows);
          found.computeIfAbsent(message.orderKey(), key -> new ArrayList<>()).add(message);
        }
      }
    }
    return found;
  }

  /** The order key of a message whose content is still there. */
  Optional<String> keyOf(Connection connection, UUID message) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "select i.order_key from inbox i join inbox_content c on c.id = i.id where i.id = ?")) {
      s.setObject(1, message);
      try (ResultSet rows = s.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Makes a message pending, as if it had come now. */
  void putBack(Connection connection, UUID message, String orderKey, Instant now)
      throws SQLException {
    try (PreparedStatement row = connection.prepareStatement(PUT_BACK);
        PreparedStatement pending = connection.prepareStatement(PUT_BACK_PENDING)) {
      row.setObject(1, Database.time(now));
      row.setObject(2, message);
      row.executeUpdate();
      pending.setString(1, orderKey);
      pending.setObject(2, message);
      pending.setObject(3, message);
      pending.executeUpdate();
    }
  }

  /**
   * Makes what waits of an account due now.
   *
   * @return how many order keys
   */
  int hasten(Connection connection, UUID account, Instant now, int most) throws SQLException {
    List<String> waiting = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(WAITING)) {
      // All keys of an account begin with its id and a blank; what follows a blank is "!".
      s.setString(1, account + " ");
      s.setString(2, account + "!");
      s.setObject(3, Database.time(now));
      s.setInt(4, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          waiting.add(rows.getString(1));
        }
      }
    }
    // In the order in which everybody locks keys, and keys before rows, as a settle does.
    for (String key : new TreeSet<>(waiting)) {
      keys.hasten(connection, key, now);
    }
    if (!waiting.isEmpty()) {
      try (PreparedStatement s = connection.prepareStatement(DUE_NOW)) {
        s.setObject(1, Database.time(now));
        s.setObject(2, Database.time(now));
        s.setArray(3, Database.texts(connection, waiting));
        s.executeUpdate();
      }
    }
    return waiting.size();
  }

  private static InboxMessage message(ResultSet rows) throws SQLException {
    return new InboxMessage(
        rows.getObject(1, UUID.class),
        rows.getObject(2, UUID.class),
        rows.getString(3),
        rows.getString(4),
        rows.getString(5),
        rows.getString(6),
        rows.getString(7),
        rows.getBoolean(8),
        Database.instant(rows.getObject(9, OffsetDateTime.class)),
        Database.instant(rows.getObject(10, OffsetDateTime.class)),
        rows.getString(11),
        rows.getBytes(12),
        rows.getInt(13),
        rows.getObject(14, UUID.class));
  }
}
