package io.bellhop.event;

import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;

/** The SQL for taken nights by unit; its primary key finds overlaps. */
final class CalendarStayTable {
  private static final String OVERLAPPING =
      """
      select snapshot_id, arrival_date, departure_date from calendar_stay
      where unit = ? and departure_date > ? and arrival_date < ? and snapshot_id <> ?
      """;

  /** The offset makes PostgreSQL use the index for each look-up instead of joining the tables. */
  private static final String TAKEN =
      """
      select k.place from unnest(cast(? as bigint array), cast(? as varchar array),
        cast(? as date array), cast(? as date array), cast(? as varchar array))
        k(place, unit, arrival, departure, snapshot_id)
      where exists (
        select 1 from calendar_stay c where c.unit = k.unit and c.departure_date > k.arrival
          and c.arrival_date < k.departure and c.snapshot_id <> k.snapshot_id
        offset 0 rows)
      """;

  private static final String INSERT =
      """
      insert into calendar_stay (unit, departure_date, snapshot_id, arrival_date)
      values (?, ?, ?, ?)
      """;

  /**
   * A row may already exist, written by another version with other rules; this must not be an
   * error.
   */
  private static final String INSERT_MISSING =
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
   * @param unit unique among all accounts; the prefix {@link #PART} marks a property of which one
   *     unit is taken, {@link #HELD} a unit that another stay may have
   * @param end the day of departure
   */
  record Nights(String unit, String snapshotId, LocalDate arrival, LocalDate end) {
    static final String PART = "part:";
    static final String HELD = Stay.HELD;

    /** The units that these nights may conflict with: the whole property and its parts differ. */
    List<String> rivals() {
      return rivals(place());
    }

    /** As {@link #rivals()} for another name of the place. */
    List<String> rivals(String place) {
      if (isHeld()) {
        return List.of();
      }
      return unit.startsWith(PART) ? List.of(place) : List.of(place, PART + place);
    }

    /** Whether another stay may have these nights. */
    boolean isHeld() {
      return unit.startsWith(HELD);
    }

    /** The unit, or the property that it belongs to, unique among all accounts. */
    String place() {
      return unit.startsWith(PART) ? unit.substring(PART.length()) : unit;
    }

    /** The unit, or the property, with the provider's id. */
    String unitId() {
      return unit.substring(unit.indexOf('/') + 1);
    }

    /**
     * Whether only one stay may have both. Two parts of a property do not conflict, because they
     * may be different units.
     */
    boolean isRival(Nights other) {
      return !isHeld()
          && !other.isHeld()
          && !(unit.startsWith(PART) && other.unit.startsWith(PART));
    }

    boolean isOfBlock() {
      return snapshotId.contains("/" + Stay.BLOCK + "/");
    }

    boolean overlaps(Nights other) {
      return arrival.isBefore(other.end) && other.arrival.isBefore(end);
    }
  }

  /**
   * The maximum number of overlaps that it reads for one stay. With more, the provider does not
   * name the property's units.
   */
  private static final int MOST = 2 * CalendarConflicts.MOST;

  /**
   * A search for stays with some of these nights in a unit.
   *
   * @param unit one of the rivals of these nights
   */
  record Look(String unit, Nights nights) {}

  private CalendarStayTable() {}

  /** The searches that would find stays, by one query; most find none. */
  static Set<Look> taken(Connection connection, Collection<Look> looks) throws SQLException {
    if (looks.isEmpty()) {
      return Set.of();
    }
    List<Look> all = List.copyOf(looks);
    return new HashSet<>(
        Sql.list(
            connection,
            TAKEN,
            row -> all.get((int) row.number("place")),
            Sql.numbers(LongStream.range(0, all.size()).boxed().toList()),
            Sql.texts(all.stream().map(Look::unit).toList()),
            Sql.dates(all.stream().map(look -> look.nights().arrival()).toList()),
            Sql.dates(all.stream().map(look -> look.nights().end()).toList()),
            Sql.texts(all.stream().map(look -> look.nights().snapshotId()).toList())));
  }

  /**
   * The stays that a search finds.
   *
   * @param open the known conflicts, which it searches for if the unit is a property with many
   *     units
   */
  static List<Nights> overlapping(Connection connection, Look look, Collection<String> open)
      throws SQLException {
    String unit = look.unit();
    Nights nights = look.nights();
    List<Nights> all = overlapping(connection, unit, nights, " limit ?", MOST + 1);
    return all.size() <= MOST
        ? all
        : overlapping(connection, unit, nights, " and snapshot_id = any(?)", Sql.texts(open));
  }

  private static List<Nights> overlapping(
      Connection connection, String unit, Nights nights, String bound, Object value)
      throws SQLException {
    return Sql.list(
        connection,
        OVERLAPPING + bound,
        row -> nights(unit, row),
        unit,
        nights.arrival(),
        nights.end(),
        nights.snapshotId(),
        value);
  }

  private static Nights nights(String unit, SqlRow row) throws SQLException {
    return new Nights(
        unit, row.text("snapshot_id"), row.date("arrival_date"), row.date("departure_date"));
  }

  /**
   * @param fresh nights of stays without an earlier snapshot, which have no rows
   */
  static void replace(
      Connection connection, List<Nights> before, List<Nights> after, List<Nights> fresh)
      throws SQLException {
    batch(
        connection, DELETE, before, one -> new Object[] {one.unit(), one.end(), one.snapshotId()});
    batch(connection, INSERT_MISSING, after, CalendarStayTable::row);
    batch(connection, INSERT, fresh, CalendarStayTable::row);
  }

  private static Object[] row(Nights one) {
    return new Object[] {one.unit(), one.end(), one.snapshotId(), one.arrival()};
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
