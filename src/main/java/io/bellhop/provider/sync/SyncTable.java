package io.bellhop.provider.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The SQL of the table sync: one row an account. In the caller's transaction. */
final class SyncTable {
  private static final String READ =
      """
      select run, state, mode, phase, reading, pages, entries, total, emitted, open_records,
        failed_records, new_records, deferred, next_page, otherwise_page, since, newest,
        watermark, started_at, finished_at, full_at, next_at, error
      from sync where account_id = ?\
      """;

  private static final String INSERT =
      """
      insert into sync (account_id, state, reading, pages, entries, emitted, open_records, failed_records,
        new_records, deferred, next_at)
      select cast(? as uuid), 'new', false, 0, 0, 0, 0, 0, 0, 0, cast(? as timestamp with time zone)
      where not exists (select 1 from sync where account_id = ?)
      """;

  private static final String WRITE =
      """
      update sync set run = ?, state = ?, mode = ?, phase = ?, reading = ?, pages = ?, entries = ?, total = ?,
        emitted = ?, open_records = ?, failed_records = ?, new_records = ?, deferred = ?,
        next_page = ?, otherwise_page = ?, since = ?, newest = ?, watermark = ?, started_at = ?,
        finished_at = ?, full_at = ?, next_at = ?, error = ?
      where account_id = ?
      """;

  /** The column's length. */
  private static final int LONGEST_ERROR = 1000;

  private final ObjectMapper mapper;

  SyncTable(ObjectMapper mapper) {
    this.mapper = mapper;
  }

    void createIfAbsent(Connection connection, UUID account, Instant nextAt) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT)) {
      s.setObject(1, account);
      s.setObject(2, Database.time(nextAt));
      s.setObject(3, account);
      s.executeUpdate();
    }
  }

  /**
   * @return null if the account has no row
   */
  SyncProgress read(Connection connection, UUID account) throws SQLException {
    return read(connection, account, "");
  }

  /** The same, locked until the commit. */
  SyncProgress lock(Connection connection, UUID account) throws SQLException {
    return read(connection, account, " for update");
  }

  private SyncProgress read(Connection connection, UUID account, String lock) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(READ + lock)) {
      s.setObject(1, account);
      try (ResultSet row = s.executeQuery()) {
        return row.next() ? progress(account, row) : null;
      }
    }
  }

  private SyncProgress progress(UUID account, ResultSet row) throws SQLException {
    SyncProgress p = new SyncProgress(account, time(row, "next_at"));
    p.run = row.getObject("run", UUID.class);
    p.state = row.getString("state");
    p.mode = row.getString("mode");
    p.phase = row.getString("phase");
    p.reading = row.getBoolean("reading");
    p.pages = row.getInt("pages");
    p.entries = row.getInt("entries");
    p.total = row.getObject("total", Integer.class);
    p.events = row.getInt("emitted");
    p.open = row.getInt("open_records");
    p.failed = row.getInt("failed_records");
    p.newRecords = row.getInt("new_records");
    p.deferred = row.getInt("deferred");
    p.next = json(row.getString("next_page"));
    p.otherwise = json(row.getString("otherwise_page"));
    p.since = time(row, "since");
    p.newest = time(row, "newest");
    p.watermark = time(row, "watermark");
    p.startedAt = time(row, "started_at");
    p.finishedAt = time(row, "finished_at");
    p.fullAt = time(row, "full_at");
    p.error = row.getString("error");
    return p;
  }

  void write(Connection connection, SyncProgress p) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(WRITE)) {
      s.setObject(1, p.run);
      s.setString(2, p.state);
      s.setString(3, p.mode);
      s.setString(4, p.phase);
      s.setBoolean(5, p.reading);
      s.setInt(6, p.pages);
      s.setInt(7, p.entries);
      s.setObject(8, p.total, java.sql.Types.INTEGER);
      s.setInt(9, p.events);
      s.setInt(10, p.open);
      s.setInt(11, p.failed);
      s.setInt(12, p.newRecords);
      s.setInt(13, p.deferred);
      s.setString(14, p.next == null ? null : p.next.toString());
      s.setString(15, p.otherwise == null ? null : p.otherwise.toString());
      s.setObject(16, Database.time(p.since));
      s.setObject(17, Database.time(p.newest));
      s.setObject(18, Database.time(p.watermark));
      s.setObject(19, Database.time(p.startedAt));
      s.setObject(20, Database.time(p.finishedAt));
      s.setObject(21, Database.time(p.fullAt));
      s.setObject(22, Database.time(p.nextAt));
      s.setString(
          23,
          p.error == null || p.error.length() <= LONGEST_ERROR
              ? p.error
              : p.error.substring(0, LONGEST_ERROR));
      s.setObject(24, p.accountId);
      s.executeUpdate();
    }
  }

  /** Accounts whose next sync is due, the longest due first. */
  List<UUID> due(Connection connection, Instant now, int most) throws SQLException {
    List<UUID> due = new ArrayList<>();
    try (PreparedStatement s =
        connection.prepareStatement(
            "select account_id from sync where next_at <= ? and state <> 'running'"
                + " order by next_at limit ?")) {
      s.setObject(1, Database.time(now));
      s.setInt(2, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          due.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return due;
  }

  /**
   * @return null if no account has a row
   */
  Instant nextDue(Connection connection) throws SQLException {
    try (PreparedStatement s =
            connection.prepareStatement("select min(next_at) from sync where state <> 'running'");
        ResultSet rows = s.executeQuery()) {
      return rows.next() ? Database.instant(rows.getObject(1, OffsetDateTime.class)) : null;
    }
  }

  void postpone(Connection connection, UUID account, Instant nextAt) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("update sync set next_at = ? where account_id = ?")) {
      s.setObject(1, Database.time(nextAt));
      s.setObject(2, account);
      s.executeUpdate();
    }
  }

  /** Accounts without a row. */
  List<UUID> withoutRow(Connection connection) throws SQLException {
    List<UUID> accounts = new ArrayList<>();
    try (PreparedStatement s =
            connection.prepareStatement(
                "select id from integration_account a where not exists"
                    + " (select 1 from sync s where s.account_id = a.id)");
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        accounts.add(rows.getObject(1, UUID.class));
      }
    }
    return accounts;
  }

  /** Deletes the rows of deleted accounts. */
  void deleteOrphans(Connection connection) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "delete from sync where account_id not in (select id from integration_account)")) {
      s.executeUpdate();
    }
  }

  private JsonNode json(String text) throws SQLException {
    try {
      return text == null ? null : mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("a cursor in the table sync is not JSON", e);
    }
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return Database.instant(row.getObject(column, OffsetDateTime.class));
  }
}
