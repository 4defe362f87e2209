package io.bellhop.provider.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The SQL for the table sync, which has one row for each account. Every method runs in the caller's
 * transaction.
 */
final class SyncTable {
  private static final String READ = "select * from sync where account_id = ?";

  private static final String INSERT =
      """
      insert into sync (account_id, state, reading, pages, entries, emitted, open_records,
        failed_records, new_records, deferred, next_at)
      select cast(? as uuid), 'new', false, 0, 0, 0, 0, 0, 0, 0,
        cast(? as timestamp with time zone)
      where not exists (select 1 from sync where account_id = ?)
      """;

  private static final String UPDATE =
      """
      update sync set run = ?, state = ?, mode = ?, phase = ?, reading = ?, pages = ?, entries = ?,
        total = ?, emitted = ?, open_records = ?, failed_records = ?, new_records = ?,
        deferred = ?, next_page = ?, otherwise_page = ?, validators = ?, list = ?,
        lists_read = ?, left_out = ?, since = ?, newest = ?, watermark = ?,
        started_at = ?, finished_at = ?, full_at = ?, next_at = ?, error = ?
      where account_id = ?
      """;

  private static final String DUE =
      "select account_id from sync where next_at <= ? and state <> 'running'"
          + " order by next_at limit ?";

  private static final String WITHOUT_ROW =
      "select id from integration_account a where not exists"
          + " (select 1 from sync s where s.account_id = a.id)";

  /** The column's length. */
  private static final int LONGEST_ERROR = 1000;

  private final ObjectMapper mapper;

  SyncTable(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  void createIfAbsent(Connection connection, UUID account, Instant nextAt) throws SQLException {
    Sql.update(connection, INSERT, account, nextAt, account);
  }

  /**
   * @return null if the account has no row
   */
  SyncProgress read(Connection connection, UUID account) throws SQLException {
    return Sql.first(connection, READ, this::progress, account).orElse(null);
  }

  /** The row, locked until the commit. */
  SyncProgress lock(Connection connection, UUID account) throws SQLException {
    return Sql.first(connection, READ + " for update", this::progress, account).orElse(null);
  }

  private SyncProgress progress(SqlRow row) throws SQLException {
    SyncProgress p = new SyncProgress(row.id("account_id"), row.time("next_at"));
    p.run = row.id("run");
    p.state = row.text("state");
    p.mode = row.text("mode");
    p.phase = row.text("phase");
    p.reading = row.bool("reading");
    p.pages = row.integer("pages");
    p.entries = row.integer("entries");
    p.total = row.integerOrNull("total");
    p.events = row.integer("emitted");
    p.open = row.integer("open_records");
    p.failed = row.integer("failed_records");
    p.newRecords = row.integer("new_records");
    p.deferred = row.integer("deferred");
    p.next = json(row.text("next_page"));
    p.otherwise = json(row.text("otherwise_page"));
    p.validators = json(row.text("validators"));
    p.list = row.text("list");
    p.listsRead = json(row.text("lists_read"));
    p.leftOut = row.text("left_out");
    p.since = row.time("since");
    p.newest = row.time("newest");
    p.watermark = row.time("watermark");
    p.startedAt = row.time("started_at");
    p.finishedAt = row.time("finished_at");
    p.fullAt = row.time("full_at");
    p.error = row.text("error");
    return p;
  }

  void write(Connection connection, SyncProgress p) throws SQLException {
    Sql.update(
        connection,
        UPDATE,
        p.run,
        p.state,
        p.mode,
        p.phase,
        p.reading,
        p.pages,
        p.entries,
        p.total,
        p.events,
        p.open,
        p.failed,
        p.newRecords,
        p.deferred,
        p.next,
        p.otherwise,
        p.validators,
        p.list,
        p.listsRead,
        shortened(p.leftOut),
        p.since,
        p.newest,
        p.watermark,
        p.startedAt,
        p.finishedAt,
        p.fullAt,
        p.nextAt,
        shortened(p.error),
        p.accountId);
  }

  private static String shortened(String error) {
    return error != null && error.length() > LONGEST_ERROR
        ? error.substring(0, LONGEST_ERROR)
        : error;
  }

  /** Accounts whose next sync is due, longest overdue first. */
  List<UUID> due(Connection connection, Instant now, int most) throws SQLException {
    return Sql.list(connection, DUE, row -> row.id("account_id"), now, most);
  }

  /**
   * @return null if no account has a row
   */
  Instant nextDue(Connection connection) throws SQLException {
    String query = "select min(next_at) as next_at from sync where state <> 'running'";
    return Sql.first(connection, query, row -> row.time("next_at")).orElse(null);
  }

  void postpone(Connection connection, UUID account, Instant nextAt) throws SQLException {
    Sql.update(connection, "update sync set next_at = ? where account_id = ?", nextAt, account);
  }

  List<UUID> withoutRow(Connection connection) throws SQLException {
    return Sql.list(connection, WITHOUT_ROW, row -> row.id("id"));
  }

  /** Deletes the rows of deleted accounts. */
  void deleteOrphans(Connection connection) throws SQLException {
    Sql.update(
        connection,
        "delete from sync where account_id not in (select id from integration_account)");
  }

  private JsonNode json(String text) throws SQLException {
    try {
      return text == null ? null : mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("a cursor in the table sync is not JSON", e);
    }
  }
}
