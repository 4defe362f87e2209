package io.bellhop.event;

import io.bellhop.crypto.Sha256;
import io.bellhop.event.CalendarConflicts.Overlap;
import io.bellhop.event.CalendarConflicts.PairId;
import io.bellhop.store.OldRows;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The SQL of the double bookings of which the last event says that they are open. */
public final class OpenConflicts {
  /** No change of the stays has come to take them away. */
  public static final OldRows ENDED =
      OldRows.of(
          "calendar_conflict",
          (connection, before) ->
              Sql.update(
                  connection,
                  "delete from calendar_conflict where ends_on < ?",
                  LocalDate.ofInstant(before, ZoneOffset.UTC)));

  private static final String READ =
      """
      select first_id, second_id, nights, ends_on from calendar_conflict where first_id = any(?)
      union
      select first_id, second_id, nights, ends_on from calendar_conflict where second_id = any(?)
      """;

  /**
   * One of them.
   *
   * @param nights tells them from others
   * @param endsOn the day after the last of them
   */
  record Open(String nights, LocalDate endsOn) {
    static Open of(Collection<Overlap> overlaps) {
      return new Open(
          Sha256.hex(List.copyOf(overlaps).toString()),
          overlaps.stream().map(Overlap::end).max(LocalDate::compareTo).orElseThrow());
    }
  }

  private OpenConflicts() {}

  /** Those of these stays. */
  static Map<PairId, Open> of(Connection connection, Collection<String> snapshots)
      throws SQLException {
    Map<PairId, Open> open = new HashMap<>();
    if (!snapshots.isEmpty()) {
      Sql.forEach(
          connection,
          READ,
          row ->
              open.put(
                  new PairId(row.text("first_id"), row.text("second_id")),
                  new Open(row.text("nights"), row.date("ends_on"))),
          Sql.texts(snapshots),
          Sql.texts(snapshots));
    }
    return open;
  }

  static void delete(Connection connection, PairId pair) throws SQLException {
    Sql.update(
        connection,
        "delete from calendar_conflict where first_id = ? and second_id = ?",
        pair.first(),
        pair.second());
  }

  static void insert(Connection connection, PairId pair, Open open) throws SQLException {
    Sql.update(
        connection,
        "insert into calendar_conflict (first_id, second_id, nights, ends_on) values (?, ?, ?, ?)",
        pair.first(),
        pair.second(),
        open.nights(),
        open.endsOn());
  }

  static void deleteAccount(Connection connection, UUID account) throws SQLException {
    Sql.update(
        connection,
        "delete from calendar_conflict where first_id like ? or second_id like ?",
        account + "/%",
        account + "/%");
  }
}
