package io.bellhop.provider.pause;

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

/** The SQL of pauses. Every method runs in the transaction of the connection that it is given. */
final class PauseTable {
  private static final String COLUMNS =
      """
      select p.account_id, a.provider, p.part, p.cause, p.reason, p.detail, p.since, p.failures,
        p.next_probe_at, p.probe_until, p.emitted_at
      from account_pause p join integration_account a on a.id = p.account_id
      """;

  /** What an account that is switched off or revoked waits for is of no interest. */
  private static final String ALL =
      COLUMNS + "where a.is_active and a.revoked_at is null order by p.since, p.account_id, p.part";

  private static final String OF_ACCOUNT = COLUMNS + "where p.account_id = ? order by p.part";

  private static final String DELETE =
      "delete from account_pause where account_id = ? and part = ?";

  private static final String INSERT =
      """
      insert into account_pause (account_id, part, cause, reason, detail, since, failures,
        next_probe_at, probe_until, emitted_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TAKE =
      """
      update account_pause set probe_until = ?
      where account_id = ? and part = ? and next_probe_at <= ?
        and (probe_until is null or probe_until <= ?)
      """;

  private static final String RELEASE =
      "update account_pause set probe_until = null where account_id = ? and part = ?";

  private static final String TRY_NOW =
      """
      update account_pause set next_probe_at = ?, probe_until = null, failures = 0
      where account_id = ?
      """;

  List<Pause> all(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(ALL)) {
      return read(s);
    }
  }

  /** Those of an account; a transaction that changes them holds the head of the event log. */
  List<Pause> of(Connection connection, UUID account) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(OF_ACCOUNT)) {
      s.setObject(1, account);
      return read(s);
    }
  }

  void put(Connection connection, Pause pause) throws SQLException {
    delete(connection, pause);
    try (PreparedStatement s = connection.prepareStatement(INSERT)) {
      s.setObject(1, pause.account());
      s.setString(2, pause.part());
      s.setString(3, pause.trigger().path());
      s.setString(4, pause.reason().text());
      s.setString(5, pause.detail());
      s.setObject(6, Database.time(pause.since()));
      s.setInt(7, pause.probing().failures());
      s.setObject(8, Database.time(pause.probing().nextAt()));
      s.setObject(9, Database.time(pause.probing().until()));
      s.setObject(10, Database.time(pause.emittedAt()));
      s.executeUpdate();
    }
  }

  void delete(Connection connection, Pause pause) throws SQLException {
    execute(connection, DELETE, pause.account(), pause.part());
  }

  /** False if another caller probes, or has probed just now. */
  boolean take(Connection connection, UUID account, String part, Instant now, Instant until)
      throws SQLException {
    return execute(
            connection,
            TAKE,
            Database.time(until),
            account,
            part,
            Database.time(now),
            Database.time(now))
        > 0;
  }

  void release(Connection connection, UUID account, String part) throws SQLException {
    execute(connection, RELEASE, account, part);
  }

  void tryNow(Connection connection, UUID account, Instant now) throws SQLException {
    execute(connection, TRY_NOW, Database.time(now), account);
  }

  private static int execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      return s.executeUpdate();
    }
  }

  private static List<Pause> read(PreparedStatement statement) throws SQLException {
    List<Pause> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Pause(
                rows.getObject(1, UUID.class),
                rows.getString(2),
                rows.getString(3),
                new Pause.Trigger(
                    rows.getString(4), PauseReason.of(rows.getString(5)), rows.getString(6)),
                time(rows, 7),
                new Pause.Probing(rows.getInt(8), time(rows, 9), time(rows, 10)),
                time(rows, 11)));
      }
    }
    return found;
  }

  private static Instant time(ResultSet rows, int column) throws SQLException {
    return Database.instant(rows.getObject(column, OffsetDateTime.class));
  }
}
