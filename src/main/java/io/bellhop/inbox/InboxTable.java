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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The SQL that stores and reads messages. Every method runs in the transaction of the connection
 * that its caller passes.
 */
final class InboxTable {
  /** The only queue of the inbox. */
  static final String QUEUE = "";

  private static final String EARLIEST =
      """
      select min(i.due_at) from inbox_pending p join inbox i on i.id = p.id
      where p.order_key = inbox_key.order_key\
      """;

  private static final String COLUMNS =
      """
      insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key, kind,
        mergeable, received_at, due_at, sync_run, entry_hash, first_seen, status, attempts\
      """;

  private static final String INSERT =
      COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0)";

  private static final String INSERT_DEAD =
      COLUMNS
          + ", error, settled_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'dead', 0, ?, ?)";

  private static final String INSERT_ROW =
      "%s, error, event_ids, settled_at) values (%s)"
          .formatted(COLUMNS, String.join(", ", Collections.nCopies(18, "?")));

  private static final String INSERT_CONTENT =
      "insert into inbox_content (id, headers, body) values (?, ?, ?)";

  private static final String INSERT_PENDING =
      "insert into inbox_pending (order_key, id) values (?, ?)";

  /**
   * What is pending, and how many rows that were.
   *
   * @param byKey in the order of keys, each with its messages in their order
   * @param rows more than there are messages where the rest of a row is not there
   */
  record Pending(Map<String, List<InboxMessage>> byKey, int rows) {}

  // A join and not "= any(?)", for which H2 gives rows twice since 2.4 where it may sort by index.
  // Limited before it is joined: a key that was hot may have thousands of rows. Joined loosely, so
  // that the number of rows tells whether there are more.
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
   * A message with what it has come to.
   *
   * @param outcome null if it has none yet
   * @param settledAt null if it is pending
   */
  record Row(InboxMessage message, MessageOutcome outcome, Instant settledAt) {}

  private final OrderKeyTable keys;

  InboxTable(Dialect dialect) {
    this.keys = keys(dialect);
  }

  /** The order keys of the inbox. They are one queue: all of it is Bellhop's own work. */
  static OrderKeyTable keys(Dialect dialect) {
    return new OrderKeyTable("inbox", EARLIEST, dialect);
  }

  OrderKeyTable keys() {
    return keys;
  }

  /** Stores messages as pending, with their keys, which no worker has in hand. */
  void store(Connection connection, List<InboxMessage> messages) throws SQLException {
    SortedMap<String, OrderKeyTable.Arrival> arrivals = new TreeMap<>();
    messages.forEach(
        message ->
            arrivals.putIfAbsent(
                message.orderKey(), new OrderKeyTable.Arrival(QUEUE, message.dueAt(), null)));
    // Keys before rows, as all who lock both.
    keys.enqueue(connection, arrivals);
    insert(connection, messages);
  }

  void insert(Connection connection, List<InboxMessage> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    try (PreparedStatement s = connection.prepareStatement(INSERT);
        PreparedStatement content = connection.prepareStatement(INSERT_CONTENT)) {
      for (InboxMessage message : messages) {
        row(s, message);
        s.addBatch();
        content(content, message);
      }
      s.executeBatch();
      content.executeBatch();
    }
    insertPending(connection, messages);
  }

  void insertPending(Connection connection, List<InboxMessage> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    try (PreparedStatement pending = connection.prepareStatement(INSERT_PENDING)) {
      for (InboxMessage message : messages) {
        pending.setString(1, message.orderKey());
        pending.setObject(2, message.id());
        pending.addBatch();
      }
      pending.executeBatch();
    }
  }

  /**
   * Stores messages with what they have come to; those that are pending are so by their rows only.
   */
  void insertRows(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT_ROW);
        PreparedStatement content = connection.prepareStatement(INSERT_CONTENT)) {
      for (Row row : rows) {
        MessageOutcome outcome = row.outcome();
        row(s, row.message());
        s.setString(14, (outcome == null ? MessageStatus.PENDING : outcome.status()).text());
        s.setInt(15, outcome == null ? row.message().attempts() : outcome.attempts());
        s.setString(16, outcome == null ? null : outcome.error());
        s.setString(17, outcome == null ? null : MessageSettler.ids(outcome.eventIds()));
        s.setObject(18, Database.time(row.settledAt()));
        s.addBatch();
        content(content, row.message());
      }
      s.executeBatch();
      content.executeBatch();
    }
  }

  /** Stores dead letters: none of them is pending until a user replays it. */
  void insertDead(Connection connection, List<NewMessage> letters) throws SQLException {
    if (letters.isEmpty()) {
      return;
    }
    try (PreparedStatement s = connection.prepareStatement(INSERT_DEAD);
        PreparedStatement content = connection.prepareStatement(INSERT_CONTENT)) {
      for (NewMessage letter : letters) {
        row(s, letter.message());
        s.setString(14, letter.fault());
        s.setObject(15, Database.time(letter.message().receivedAt()));
        s.addBatch();
        content(content, letter.message());
      }
      s.executeBatch();
      content.executeBatch();
    }
  }

  private static void row(PreparedStatement s, InboxMessage message) throws SQLException {
    SyncOrigin sync = message.sync();
    s.setObject(1, message.id());
    s.setObject(2, message.accountId());
    s.setString(3, message.provider());
    s.setString(4, message.nativeEvent());
    s.setString(5, message.orderKey());
    s.setString(6, message.idempotencyKey());
    s.setString(7, message.kind().text());
    s.setBoolean(8, message.mergeable());
    s.setObject(9, Database.time(message.receivedAt()));
    s.setObject(10, Database.time(message.dueAt()));
    s.setObject(11, sync == null ? null : sync.run(), java.sql.Types.OTHER);
    s.setString(12, sync == null ? null : sync.entryHash());
    s.setBoolean(13, sync != null && sync.firstSeen());
  }

  private static void content(PreparedStatement s, InboxMessage message) throws SQLException {
    s.setObject(1, message.id());
    s.setString(2, message.headers());
    s.setBytes(3, message.body());
    s.addBatch();
  }

  /**
   * Reads what is pending of these keys, the first rows of them all.
   *
   * @param most how many rows
   */
  Pending pending(Connection connection, Collection<String> keys, int most) throws SQLException {
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
            InboxMessage message = message(rows);
            found.computeIfAbsent(message.orderKey(), key -> new ArrayList<>()).add(message);
          }
        }
      }
    }
    return new Pending(found, read);
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
