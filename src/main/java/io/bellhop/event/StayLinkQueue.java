package io.bellhop.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.bellhop.account.AccountRows;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The queue of reservations whose links may have changed. A publishing transaction only appends
 * them, because finding links needs queries and search words that are written later.
 */
final class StayLinkQueue {
  /**
   * If an account leaves its workspace, Bellhop deletes its links, because subscribers there must
   * not learn of it.
   */
  static final AccountRows ACCOUNT_ROWS =
      new AccountRows() {
        @Override
        public void delete(Connection connection, UUID account) throws SQLException {
          StayPairs.LINKS.deleteAccount(connection, account);
          Sql.update(
              connection, "delete from stay_link_due where snapshot_id like ?", account + "/%");
        }

        @Override
        public void leavesWorkspace(Connection connection, UUID account) throws SQLException {
          delete(connection, account);
          append(connection, Sql.list(connection, TO_COME, row -> row.text("id"), account));
        }
      };

  private static final String TO_COME =
      """
      select id from snapshot where account_id = ? and record_type = 'reservation'
        and deleted = false and departure_date >= current_date order by id
      """;

  /** A queued reservation. */
  record Due(UUID id, String snapshot) {}

  private StayLinkQueue() {}

  /**
   * Queues reservations whose identifying data has changed.
   *
   * @param isAlone whether no other account may have stays in common with this one
   */
  static void append(Connection connection, BatchSnapshots snapshots, Predicate<UUID> isAlone)
      throws SQLException {
    append(
        connection,
        snapshots.written().stream()
            .filter(one -> one.type().equals(Stay.RESERVATION) && !isAlone.test(one.accountId()))
            .filter(one -> isOther(snapshots.former(one.id()), one))
            .map(Snapshot::id)
            .toList());
  }

  private static boolean isOther(Snapshot former, Snapshot now) {
    return former == null
        || former.deleted() != now.deleted()
        || !units(former).equals(units(now))
        || !identity(former).equals(identity(now));
  }

  private static StayIdentity identity(Snapshot one) {
    return StayIdentity.of(one.accountId(), one.type(), one.record(), Set.of());
  }

  private static Set<String> units(Snapshot one) {
    return Stay.unitsOf(one.accountId(), one.type(), one.record());
  }

  /** Queues reservations by the ids of their snapshots. */
  static void append(Connection connection, Collection<String> snapshots) throws SQLException {
    if (snapshots.isEmpty()) {
      return;
    }
    NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    try (PreparedStatement s =
        connection.prepareStatement("insert into stay_link_due (id, snapshot_id) values (?, ?)")) {
      for (String snapshot : snapshots) {
        s.setObject(1, ids.generate());
        s.setString(2, snapshot);
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** The oldest reservations in the queue. */
  static List<Due> first(Connection connection, int most) throws SQLException {
    return Sql.list(
        connection,
        "select id, snapshot_id from stay_link_due order by id limit ?",
        row -> new Due(row.id("id"), row.text("snapshot_id")),
        most);
  }

  /**
   * Takes reservations from the queue.
   *
   * @return false if another node has taken some, so that this node's data may be outdated
   */
  static boolean take(Connection connection, Collection<Due> due) throws SQLException {
    int taken = 0;
    for (Due one : due) {
      taken += Sql.update(connection, "delete from stay_link_due where id = ?", one.id());
    }
    return taken == due.size();
  }
}
