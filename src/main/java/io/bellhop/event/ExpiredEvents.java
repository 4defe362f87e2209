package io.bellhop.event;

import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Deletes old events from the log, and finds the start of the log. */
public final class ExpiredEvents {
  public static final ExpiredRows EVENTS =
      ExpiredRows.byId(
          "event",
          "delete from event where id in (select id from event where id < ? order by id limit ?)");

  private static final String EARLIEST =
      """
      select coalesce((select min(seq) from event), (select last_seq + 1 from event_head)) as seq
      """;

  private ExpiredEvents() {}

  /** The place of the earliest event or, if there is none, of the next event. */
  public static long earliest(Connection connection) throws SQLException {
    return Sql.first(connection, EARLIEST, row -> row.number("seq")).orElseThrow();
  }
}
