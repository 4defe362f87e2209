package io.bellhop.event;

import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** The SQL of the nights that are taken, by unit: an overlap is one look at its primary key. */
final class CalendarStayTable {
  private static final String OVERLAPPING =
      """
      select snapshot_id, arrival_date, departure_date from calendar_stay
      where unit = any(?) and departure_date > ? and arrival_date < ? and snapshot_id <> ?
      limit ?
      """;

  /** A row that is there already, by other rules of another version, is no reason to fail. */
  private static final String INSERT =
      """
      insert into calendar_stay (unit, departure_date, snapshot_id, arrival_date)
      select n.* from (
        select cast(? as varchar(300)) as unit, cast(? as date) as departure_date,
          cast(? as varchar(300)) as snapshot_id, cast(? as date) as arrival_date) n
      where not exists (
        select 1 from calendar_stay c where c.unit = n.unit and c.departure_date = n.departure_date
          and c.snapshot_id = n.snapshot_id)
      """;

  private static final String DELETE =
      "delete from calendar_stay where unit = ? and departure_date = ? and snapshot_id = ?";

  /**
   * Nights of a unit that no other stay may have.
   *
   * @param unit names it among those of all accounts; with {@link #PART} before a property of which
   *     a unit is taken, with {@link #HELD} before a unit that another may have
   * @param end the day of departure
   */
  record Nights(String unit, String snapshotId, LocalDate arrival, LocalDate end) {
    static final String PART = "part:";
    static final String HELD = Stay.HELD;

    /** The units whose nights may not be these: a whole property and a part of it are two. */
    List<String> rivals() {
      if (unit.startsWith(HELD)) {
        return List.of();
      }
      return unit.startsWith(PART)
          ? List.of(unit.substring(PART.length()))
          : List.of(unit, PART + unit);
    }

    /** The unit, or the property of which it is a part. */
    String unitId() {
      return unit.substring(unit.indexOf('/') + 1);
    }

    boolean isOfBlock() {
      return snapshotId.contains("/" + Stay.BLOCK + "/");
    }
  }

  /** Overlaps of one stay that are looked at: the units of that house are not named. */
  private static final int MOST = 2 * CalendarConflicts.MOST;

  /** Two that have nights in common. */
  record Pair(Nights one, Nights other) {}

  private CalendarStayTable() {}

  /** Those that overlap with others, as the table has them now. */
  static List<Pair> overlapping(Connection connection, Collection<Nights> all) throws SQLException {
    List<Pair> found = new ArrayList<>();
    if (all.isEmpty()) {
      return found;
    }
    try (PreparedStatement s = connection.prepareStatement(OVERLAPPING)) {
      for (Nights nights : all) {
        if (nights.rivals().isEmpty()) {
          continue;
        }
        s.setArray(1, Database.texts(connection, nights.rivals()));
        s.setObject(2, nights.arrival());
        s.setObject(3, nights.end());
        s.setString(4, nights.snapshotId());
        s.setInt(5, MOST + 1);
        List<Pair> pairs = new ArrayList<>();
        try (ResultSet rows = s.executeQuery()) {
          while (rows.next()) {
            Nights other =
                new Nights(
                    nights.unit(),
                    rows.getString(1),
                    rows.getObject(2, LocalDate.class),
                    rows.getObject(3, LocalDate.class));
            pairs.add(new Pair(nights, other));
          }
        }
        if (pairs.size() <= MOST) {
          found.addAll(pairs);
        }
      }
    }
    return found;
  }

  static void replace(Connection connection, List<Nights> before, List<Nights> after)
      throws SQLException {
    batch(
        connection, DELETE, before, one -> new Object[] {one.unit(), one.end(), one.snapshotId()});
    batch(
        connection,
        INSERT,
        after,
        one -> new Object[] {one.unit(), one.end(), one.snapshotId(), one.arrival()});
  }

  private static void batch(
      Connection connection, String sql, List<Nights> all, Function<Nights, Object[]> values)
      throws SQLException {
    if (all.isEmpty()) {
      return;
    }
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (Nights one : all) {
        Object[] row = values.apply(one);
        for (int i = 0; i < row.length; i++) {
          s.setObject(i + 1, Objects.requireNonNull(row[i]));
        }
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  static void deleteAccount(Connection connection, UUID account) throws SQLException {
    for (String kind : List.of("", Nights.PART, Nights.HELD)) {
      Sql.update(
          connection,
          "delete from calendar_stay where unit like ?",
          kind + Stay.unit(account, "%"));
    }
  }
}
