package io.bellhop.provider.pause;

import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The SQL for pauses. Every method runs in the transaction of the given connection. */
final class PauseTable {
  private static final String COLUMNS =
      """
      select p.account_id, a.provider, p.part, p.cause, p.reason, p.detail, p.since, p.failures,
        p.next_probe_at, p.probe_until, p.emitted_at
      from account_pause p join integration_account a on a.id = p.account_id
      """;

  /** Excludes accounts that are switched off or revoked. */
  private static final String ALL =
      COLUMNS + "where a.is_active and a.revoked_at is null order by p.since, p.account_id, p.part";

  private static final String OF_ACCOUNT = COLUMNS + "where p.account_id = ? order by p.part";

  private static final String DELETE =
      "delete from account_pause where account_id = ? and part = ?";

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
    return Sql.list(connection, ALL, PauseTable::pause);
  }

  /** The pauses of an account; a transaction that changes them holds the head of the event log. */
  List<Pause> of(Connection connection, UUID account) throws SQLException {
    return Sql.list(connection, OF_ACCOUNT, PauseTable::pause, account);
  }

  void put(Connection connection, Pause pause) throws SQLException {
    delete(connection, pause);
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("account_id", pause.account());
    columns.put("part", pause.part());
    columns.put("cause", pause.trigger().path());
    columns.put("reason", pause.reason().text());
    columns.put("detail", pause.detail());
    columns.put("since", pause.since());
    columns.put("failures", pause.probing().failures());
    columns.put("next_probe_at", pause.probing().nextAt());
    columns.put("probe_until", pause.probing().until());
    columns.put("emitted_at", pause.emittedAt());
    Sql.insertRow(connection, "account_pause", columns);
  }

  void delete(Connection connection, Pause pause) throws SQLException {
    Sql.update(connection, DELETE, pause.account(), pause.part());
  }

  /** Starts a probe; false if another caller is probing or has just probed. */
  boolean take(Connection connection, UUID account, String part, Instant now, Instant until)
      throws SQLException {
    return Sql.update(connection, TAKE, until, account, part, now, now) > 0;
  }

  void release(Connection connection, UUID account, String part) throws SQLException {
    Sql.update(connection, RELEASE, account, part);
  }

  void tryNow(Connection connection, UUID account, Instant now) throws SQLException {
    Sql.update(connection, TRY_NOW, now, account);
  }

  private static Pause pause(SqlRow row) throws SQLException {
    return new Pause(
        row.id("account_id"),
        row.text("provider"),
        row.text("part"),
        new Pause.Trigger(
            row.text("cause"), PauseReason.of(row.text("reason")), row.text("detail")),
        row.time("since"),
        new Pause.Probing(
            row.integer("failures"), row.time("next_probe_at"), row.time("probe_until")),
        row.time("emitted_at"));
  }
}
