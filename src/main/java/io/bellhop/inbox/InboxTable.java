package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import io.bellhop.store.Dialect;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The SQL that stores and reads messages. Every method runs in the transaction of the given
 * connection.
 */
final class InboxTable {
  /** The queue of all keys where no other node uses the database. */
  static final String QUEUE = "";

  private static final String EARLIEST =
      """
      select min(i.due_at) from inbox_pending p join inbox i on i.id = p.id
      where p.order_key = inbox_key.order_key\
      """;

  private static final String INSERT =
      """
      insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key, kind,
        mergeable, received_at, due_at, sync_run, entry_hash, first_seen, status, attempts, error,
        event_ids, settled_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String INSERT_CONTENT =
      "insert into inbox_content (id, headers, body) values (?, ?, ?)";

  private static final String PENDING_KEYS =
      "select distinct order_key from inbox_pending where order_key = any(?)";

  private static final String INSERT_PENDING =
      "insert into inbox_pending (order_key, id) values (?, ?)";

  /**
   * A message with its outcome.
   *
   * @param outcome null if it has none yet
   * @param settledAt null if it is pending
   */
  record Row(InboxMessage message, MessageOutcome outcome, Instant settledAt) {}

  private final OrderKeyTable keys;
  private final BooleanSupplier isShared;
  private final boolean isOfTail;
  private final MessageContent content;

  /** The inbox of one node. */
  InboxTable(Dialect dialect) {
    this(dialect, () -> false, ContentCipher.CLEAR);
  }

  /**
   * @param isShared whether nodes share the order keys by partitions; known once the database is
   *     open
   */
  InboxTable(Dialect dialect, BooleanSupplier isShared, ContentCipher cipher) {
    this(
        new OrderKeyTable("inbox", EARLIEST, dialect), isShared, false, new MessageContent(cipher));
  }

  private InboxTable(
      OrderKeyTable keys, BooleanSupplier isShared, boolean isOfTail, MessageContent content) {
    this.keys = keys;
    this.isShared = isShared;
    this.isOfTail = isOfTail;
    this.content = content;
  }

  /** A copy for messages of the tail. If nodes share the keys, their content is already stored. */
  InboxTable ofTail() {
    return new InboxTable(keys, isShared, true, content);
  }

  private boolean writesContent() {
    return !(isOfTail && isShared.getAsBoolean());
  }

  /** The arrival of a key that has pending messages. */
  OrderKeyTable.Arrival arrival(String orderKey, Instant dueAt, UUID lease) {
    String queue = isShared.getAsBoolean() ? Partitions.queueOf(orderKey) : QUEUE;
    return new OrderKeyTable.Arrival(queue, dueAt, lease);
  }

  /** How headers and bodies are stored. */
  MessageContent content() {
    return content;
  }

  OrderKeyTable keys() {
    return keys;
  }

  /** Stores messages as pending, with their keys. No worker is processing these keys. */
  void store(Connection connection, List<InboxMessage> messages) throws SQLException {
    // Keys before rows, like every transaction that locks both.
    keys.enqueue(connection, arrivals(messages));
    insert(connection, messages);
  }

  /** Stores the first message of each key that has nothing pending. */
  void storeOnce(Connection connection, List<InboxMessage> messages) throws SQLException {
    Map<String, InboxMessage> byKey = new TreeMap<>();
    messages.forEach(message -> byKey.putIfAbsent(message.orderKey(), message));
    byKey
        .keySet()
        .removeAll(
            Sql.list(
                connection, PENDING_KEYS, row -> row.text("order_key"), Sql.texts(byKey.keySet())));
    if (!byKey.isEmpty()) {
      store(connection, List.copyOf(byKey.values()));
    }
  }

  /**
   * The keys of messages that no worker is processing. Each key is due when its first message is.
   */
  SortedMap<String, OrderKeyTable.Arrival> arrivals(Collection<InboxMessage> messages) {
    SortedMap<String, OrderKeyTable.Arrival> arrivals = new TreeMap<>();
    messages.forEach(
        message ->
            arrivals.putIfAbsent(
                message.orderKey(), arrival(message.orderKey(), message.dueAt(), null)));
    return arrivals;
  }

  /** Stores messages as pending. The rows of their keys exist already. */
  void insert(Connection connection, List<InboxMessage> messages) throws SQLException {
    insertRows(connection, messages.stream().map(m -> new Row(m, null, null)).toList());
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

  /** Stores messages with their outcomes. Pending ones get their rows in {@code inbox} only. */
  void insertRows(Connection connection, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    boolean writesContent = writesContent();
    try (PreparedStatement s = connection.prepareStatement(INSERT);
        PreparedStatement contents = connection.prepareStatement(INSERT_CONTENT)) {
      for (Row row : rows) {
        MessageOutcome outcome = row.outcome();
        row(s, row.message());
        s.setString(14, (outcome == null ? MessageStatus.PENDING : outcome.status()).text());
        s.setInt(15, outcome == null ? row.message().attempts() : outcome.attempts());
        s.setString(16, outcome == null ? null : outcome.error());
        s.setString(17, outcome == null ? null : MessageSettler.ids(outcome.eventIds()));
        s.setObject(18, Database.time(row.settledAt()));
        s.addBatch();
        if (writesContent) {
          add(contents, row.message());
        }
      }
      s.executeBatch();
      contents.executeBatch();
    }
  }

  /** Stores only the content of messages. Their rows follow later. */
  void insertContent(Connection connection, List<NewMessage> messages) throws SQLException {
    try (PreparedStatement contents = connection.prepareStatement(INSERT_CONTENT)) {
      for (NewMessage one : messages) {
        add(contents, one.message());
      }
      contents.executeBatch();
    }
  }

  /** Stores dead letters. None of them is pending until a user replays it. */
  void insertDead(Connection connection, List<NewMessage> letters) throws SQLException {
    insertRows(connection, letters.stream().map(InboxTable::dead).toList());
  }

  private static Row dead(NewMessage letter) {
    InboxMessage message = letter.message();
    MessageOutcome outcome =
        new MessageOutcome(message.id(), MessageStatus.DEAD, 0, letter.fault(), null, List.of());
    return new Row(message, outcome, message.receivedAt());
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

  private void add(PreparedStatement s, InboxMessage message) throws SQLException {
    InboxMessage stored = content.seal(message);
    s.setObject(1, stored.id());
    s.setString(2, stored.headers());
    s.setBytes(3, stored.body());
    s.addBatch();
  }
}
