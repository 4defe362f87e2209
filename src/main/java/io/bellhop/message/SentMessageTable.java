package io.bellhop.message;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.message.SentMessage.State;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The table sent_message: one row for each key of an account. Thread-safe. */
final class SentMessageTable {
  static final String NAME = "sent_message";

  private final Database database;

  /** In the order of time, to find old messages. */
  private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

  SentMessageTable(Database database) {
    this.database = database;
  }

  /**
   * Records the start of a message; the row is on disk when this returns.
   *
   * @return the earlier message with this key; empty if there was none
   */
  Optional<SentMessage> begin(UUID account, String key, String request, Instant now)
      throws SQLException {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", ids.generate());
    columns.put("account_id", account);
    columns.put("key_hash", key);
    columns.put("request_hash", request);
    columns.put("state", text(State.BEGUN));
    columns.put("created_at", now);
    Optional<SentMessage> other = find(account, key);
    if (other.isPresent()) {
      return other;
    }
    try {
      database.durably(connection -> Sql.insertRow(connection, NAME, columns));
      return Optional.empty();
    } catch (SQLException e) {
      if (!Sql.isConstraint(e)) {
        throw e;
      }
      // Another caller has just recorded it.
      return find(account, key);
    }
  }

  Optional<SentMessage> find(UUID account, String key) throws SQLException {
    return database.transact(
        connection ->
            Sql.first(
                connection,
                """
                select id, request_hash, state, provider_id, created_at, sent_at from sent_message
                where account_id = ? and key_hash = ?\
                """,
                SentMessageTable::message,
                account,
                key));
  }

  /**
   * @param sentAt null if it may not have been sent
   */
  void end(UUID account, String key, State state, String providerId, Instant sentAt)
      throws SQLException {
    database.durably(
        connection ->
            Sql.update(
                connection,
                """
                update sent_message set state = ?, provider_id = ?, sent_at = ?
                where account_id = ? and key_hash = ?\
                """,
                text(state),
                providerId,
                sentAt,
                account,
                key));
  }

  /** Deletes the record of a message that was not sent, so that its key is free. */
  void forget(UUID account, String key) throws SQLException {
    database.durably(
        connection ->
            Sql.update(
                connection,
                "delete from sent_message where account_id = ? and key_hash = ?",
                account,
                key));
  }

  private static SentMessage message(SqlRow row) throws SQLException {
    return new SentMessage(
        row.id("id"),
        row.text("request_hash"),
        State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.text("provider_id"),
        row.time("created_at"),
        row.time("sent_at"),
        true);
  }

  private static String text(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
