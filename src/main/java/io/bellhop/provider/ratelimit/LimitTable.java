package io.bellhop.provider.ratelimit;

import io.bellhop.account.AccountRows;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The tables api_limit and api_call: the calls of all nodes. Thread-safe.
 *
 * <p>Bellhop writes a call to disk before it makes it, on H2 too; otherwise a crash could lose the
 * call and allow one too many. If the end of a call is lost, the call only counts as longer.
 */
public final class LimitTable implements AccountRows {
  /**
   * The number of calls so far, and the times until which callers wait; {@link CallHistory#NEVER}
   * for none.
   */
  record Head(long calls, long pausedUntil, long waitingUntil) {}

  /** Work on a locked limit. */
  interface Work {
    /**
     * @return the number of the new call; 0 if there is none
     */
    long on(Row row) throws SQLException;
  }

  private static final String HEAD =
      "select calls, paused_until, waiting_until from api_limit where limit_key = ? for update";

  private static final String MAKE =
      """
      insert into api_limit (limit_key, calls) select cast(? as varchar(100)), 0
      where not exists (select 1 from api_limit where limit_key = ?)
      """;

  private static final String CALLS =
      """
      select call_number, counted_by, running from api_call
      where limit_key = ? and call_number >= ? order by call_number
      """;

  private static final String ADD =
      "insert into api_call (limit_key, call_number, counted_by, running) values (?, ?, ?, true)";

  private static final String COUNT =
      "update api_limit set calls = ?, waiting_until = ? where limit_key = ?";

  private static final String FORGET =
      "delete from api_call where limit_key = ? and call_number <= ?";

  private static final String ENDED =
      """
      update api_call set counted_by = ?, running = false
      where limit_key = ? and call_number = ?
      """;

  private static final String PAUSE =
      """
      update api_limit set paused_until = ?
      where limit_key = ? and (paused_until is null or paused_until < ?)
      """;

  /** The number of old calls that one step deletes. */
  private static final int SWEEP = 32;

  private final Database database;

  public LimitTable(Database database) {
    this.database = database;
  }

  /** Limits that accounts share have another key, and stay. */
  @Override
  public void delete(Connection connection, UUID account) throws SQLException {
    Sql.update(connection, "delete from api_limit where limit_key = ?", account.toString());
    Sql.update(connection, "delete from api_call where limit_key = ?", account.toString());
  }

  long locked(String key, Work work) throws SQLException {
    Long call = tryLocked(key, work);
    if (call == null) {
      make(key);
      call = tryLocked(key, work);
    }
    return call == null ? 0 : call;
  }

  void ended(String key, long call, Instant at) throws SQLException {
    database.transact(c -> update(c, ENDED, Database.time(at), key, call));
  }

  void pause(String key, Instant until) throws SQLException {
    OffsetDateTime time = Database.time(until);
    database.durably(c -> update(c, PAUSE, time, key, time));
  }

  /** The head row and the calls under it, in the transaction that holds them. */
  static final class Row {
    private final Connection connection;
    private final String key;
    private final Head head;

    private Row(Connection connection, String key, Head head) {
      this.connection = connection;
      this.key = key;
      this.head = head;
    }

    Head head() {
      return head;
    }

    void calls(long from, CallWindow learner) throws SQLException {
      try (PreparedStatement s = connection.prepareStatement(CALLS)) {
        s.setString(1, key);
        s.setLong(2, from);
        try (ResultSet rows = s.executeQuery()) {
          while (rows.next()) {
            learner.learn(rows.getLong(1), millis(rows, 2), rows.getBoolean(3));
          }
        }
      }
    }

    /**
     * @param keep the number of calls that may still count
     */
    void add(long call, long countedBy, long waitingUntil, int keep) throws SQLException {
      update(connection, ADD, key, call, time(countedBy));
      update(connection, COUNT, call, time(waitingUntil), key);
      if (call % SWEEP == 0) {
        update(connection, FORGET, key, call - keep);
      }
    }
  }

  private Long tryLocked(String key, Work work) throws SQLException {
    return database.durably(
        connection -> {
          Head head = lock(connection, key);
          return head == null ? null : work.on(new Row(connection, key, head));
        });
  }

  private static Head lock(Connection connection, String key) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(HEAD)) {
      s.setString(1, key);
      try (ResultSet rows = s.executeQuery()) {
        return rows.next() ? new Head(rows.getLong(1), millis(rows, 2), millis(rows, 3)) : null;
      }
    }
  }

  private void make(String key) throws SQLException {
    try {
      database.transact(c -> update(c, MAKE, key, key));
    } catch (SQLException e) {
      if (!Sql.isConstraint(e)) {
        throw e; // unless another node has just created the row
      }
    }
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      return s.executeUpdate();
    }
  }

  private static OffsetDateTime time(long millis) {
    return millis == CallHistory.NEVER ? null : Database.time(Instant.ofEpochMilli(millis));
  }

  private static long millis(ResultSet rows, int column) throws SQLException {
    Instant time = Database.instant(rows.getObject(column, OffsetDateTime.class));
    return time == null ? CallHistory.NEVER : time.toEpochMilli();
  }
}
