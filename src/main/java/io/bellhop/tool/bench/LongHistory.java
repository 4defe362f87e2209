package io.bellhop.tool.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;

/**
 * A long history: settled messages with all their rows except their bodies. As with real ones, rows
 * of the inbox and the log have ids that are ordered by time, and all other keys are random.
 */
final class LongHistory {
  private static final int STEP = 5_000;
  private static final int ID = 24;

  private static final String INBOX =
      """
      insert into inbox (id, account_id, provider, native_event, order_key, idempotency_key,
        kind, mergeable, received_at, due_at, status, attempts, event_ids, settled_at)
      values (?, ?, 'past', 'past', ?, ?, 'webhook', false, ?, ?, 'done', 1, null, ?)
      """;

  private static final String KEY =
      "insert into idempotency_key (id, inbox_id, created_at) values (?, ?, ?)";

  private static final String SNAPSHOT =
      """
      insert into snapshot (id, account_id, record_type, record_id, version, deleted, record,
        created_at, updated_at) values (?, ?, 'reservation', ?, ?, false, ?, ?, ?)
      """;

  private static final String EVENT =
      """
      insert into event (seq, id, event_type, account_id, created_at, envelope)
      values (?, ?, 'reservation.created', ?, ?, ?)
      """;

  private final Database database;
  private final UUID account = UUID.randomUUID();
  private final NoArgGenerator times = Generators.timeBasedEpochGenerator();
  private final RandomIds records = new RandomIds();
  private final RandomIds messages = new RandomIds();

  LongHistory(Database database) {
    this.database = database;
  }

  void write(int count) throws SQLException {
    for (int from = 0; from < count; from += STEP) {
      int first = from;
      int end = Math.min(from + STEP, count);
      database.transact(
          connection -> {
            write(connection, first, end);
            return null;
          });
    }
    // PostgreSQL has not yet gathered statistics for its plans.
    database.transact(
        connection -> {
          try (Statement s = connection.createStatement()) {
            return s.execute("analyze");
          }
        });
  }

  private void write(Connection connection, int first, int end) throws SQLException {
    Object now = Database.time(Instant.now());
    long seq = lastSeq(connection);
    try (PreparedStatement inbox = connection.prepareStatement(INBOX);
        PreparedStatement key = connection.prepareStatement(KEY);
        PreparedStatement snapshot = connection.prepareStatement(SNAPSHOT);
        PreparedStatement event = connection.prepareStatement(EVENT)) {
      for (int n = first; n < end; n++) {
        UUID id = times.generate();
        String record = records.id(n, ID);
        String message = "msg_" + messages.id(n, ID);
        add(inbox, id, account, account + " " + record, message, now, now, now);
        add(key, account + "/" + message, id, now);
        add(
            snapshot,
            account + "/reservation/" + record,
            account,
            record,
            now,
            "{\"id\":\"" + record + "\"}",
            now,
            now);
        add(event, ++seq, times.generate(), account, now, "{\"hook\":{},\"data\":{}}");
      }
      inbox.executeBatch();
      key.executeBatch();
      snapshot.executeBatch();
      event.executeBatch();
    }
    try (PreparedStatement head =
        connection.prepareStatement("update event_head set last_seq = ?")) {
      head.setLong(1, seq);
      head.execute();
    }
  }

  private static long lastSeq(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet row = s.executeQuery("select last_seq from event_head for update")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void add(PreparedStatement batch, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      batch.setObject(i + 1, values[i]);
    }
    batch.addBatch();
  }
}
