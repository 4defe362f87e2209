package io.bellhop.event;

import io.bellhop.event.CalendarConflicts.PairId;
import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The SQL for pairs of stays: the state in the last event about a pair, while it is valid. */
public final class StayPairs {
  /** Double bookings that are open. */
  static final StayPairs CONFLICTS = new StayPairs("conflict");

  /** Records of two accounts that are one stay. */
  static final StayPairs LINKS = new StayPairs("link");

  /** Deletes pairs that have ended although no change of their stays has removed them. */
  public static final ExpiredRows ENDED =
      ExpiredRows.of(
          "stay_pair",
          (connection, before) ->
              Sql.update(
                  connection,
                  "delete from stay_pair where ends_on < ?",
                  LocalDate.ofInstant(before, ZoneOffset.UTC)));

  private static final String READ =
      """
      select first_id, second_id, state, ends_on from stay_pair where kind = ? and first_id = any(?)
      union
      select first_id, second_id, state, ends_on from stay_pair where kind = ? and second_id = any(?)
      """;

  private final String kind;

  /**
   * The reported state of a pair.
   *
   * @param state identifies the state
   * @param endsOn the first day on which the state no longer matters
   */
  record Said(String state, LocalDate endsOn) {}

  private StayPairs(String kind) {
    this.kind = kind;
  }

  /** The reported states of all pairs of these stays. */
  Map<PairId, Said> of(Connection connection, Collection<String> snapshots) throws SQLException {
    Map<PairId, Said> pairs = new HashMap<>();
    if (!snapshots.isEmpty()) {
      Sql.forEach(
          connection,
          READ,
          row ->
              pairs.put(
                  new PairId(row.text("first_id"), row.text("second_id")),
                  new Said(row.text("state"), row.date("ends_on"))),
          kind,
          Sql.texts(snapshots),
          kind,
          Sql.texts(snapshots));
    }
    return pairs;
  }

  void delete(Connection connection, PairId pair) throws SQLException {
    Sql.update(
        connection,
        "delete from stay_pair where kind = ? and first_id = ? and second_id = ?",
        kind,
        pair.first(),
        pair.second());
  }

  void insert(Connection connection, PairId pair, Said said) throws SQLException {
    Sql.update(
        connection,
        "insert into stay_pair (kind, first_id, second_id, state, ends_on) values (?, ?, ?, ?, ?)",
        kind,
        pair.first(),
        pair.second(),
        said.state(),
        said.endsOn());
  }

  void deleteAccount(Connection connection, UUID account) throws SQLException {
    Sql.update(
        connection,
        "delete from stay_pair where kind = ? and (first_id like ? or second_id like ?)",
        kind,
        account + "/%",
        account + "/%");
  }
}
