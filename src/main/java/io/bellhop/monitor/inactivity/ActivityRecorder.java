package io.bellhop.monitor.inactivity;

import io.bellhop.monitor.inactivity.ActivityTable.Checked;
import io.bellhop.monitor.inactivity.ActivityTable.Row;
import io.bellhop.monitor.inactivity.ActivityTable.Sent;
import io.bellhop.store.Database;
import io.bellhop.time.TimeOrderedIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Updates the profiles of accounts with the webhooks since the last check. */
final class ActivityRecorder {
  /** Webhooks per transaction: on H2, other commits wait for it. */
  private static final int ROWS = 5_000;

  /** A message becomes visible at its commit, a little after the time in its id. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private static final UUID BEGINNING = new UUID(0, 0);

  private final Database database;
  private final ActivityTable table;
  private final InactivitySettings settings;
  private final Clock clock;
  private final int rows;

  ActivityRecorder(
      Database database, ActivityTable table, InactivitySettings settings, Clock clock) {
    this(database, table, settings, clock, ROWS);
  }

  ActivityRecorder(
      Database database, ActivityTable table, InactivitySettings settings, Clock clock, int rows) {
    this.database = database;
    this.table = table;
    this.settings = settings;
    this.clock = clock;
    this.rows = rows;
  }

  /**
   * @param accounts the accounts to update
   * @return the profiles of all accounts that ever sent; empty if another node is checking
   */
  Map<UUID, ActivityProfile> update(Set<UUID> accounts) throws SQLException {
    Instant now = clock.instant();
    Map<UUID, ActivityProfile> profiles = new HashMap<>();
    boolean more = database.transact(connection -> begin(connection, accounts, now, profiles));
    while (more) {
      more = database.transact(connection -> resume(connection, accounts, now, profiles));
    }
    return profiles;
  }

  private boolean begin(
      Connection connection, Set<UUID> accounts, Instant now, Map<UUID, ActivityProfile> profiles)
      throws SQLException {
    Checked before = table.lock(connection);
    Duration pause = before.at() == null ? Duration.ZERO : Duration.between(before.at(), now);
    if (before.at() != null && settings.isEarly(pause)) {
      return false;
    }
    table.dropDisabled(connection);
    Map<UUID, Row> stored = new HashMap<>();
    for (Row row : table.read(connection)) {
      stored.put(row.account(), row);
      ActivityProfile profile = row.profile();
      profile.passed(before.at(), now, !settings.hasGap(pause));
      profiles.put(row.account(), profile);
    }
    return take(connection, before.next(), accounts, now, profiles, stored);
  }

  private boolean resume(
      Connection connection, Set<UUID> accounts, Instant now, Map<UUID, ActivityProfile> profiles)
      throws SQLException {
    Checked before = table.lock(connection);
    if (!now.equals(before.at())) {
      // This check took so long that another node has begun its own.
      profiles.clear();
      return false;
    }
    Map<UUID, Row> stored = new HashMap<>();
    profiles.forEach((account, profile) -> stored.put(account, Row.of(account, profile)));
    return take(connection, before.next(), accounts, now, profiles, stored);
  }

  /** Processes some webhooks; true if there are more. */
  private boolean take(
      Connection connection,
      UUID from,
      Set<UUID> accounts,
      Instant now,
      Map<UUID, ActivityProfile> profiles,
      Map<UUID, Row> stored)
      throws SQLException {
    List<Sent> sent = table.sent(connection, from == null ? BEGINNING : from, rows);
    for (Sent one : sent) {
      if (accounts.contains(one.account())) {
        profiles
            .computeIfAbsent(one.account(), first -> ActivityProfile.of(one.at()))
            .sent(one.at());
      }
    }
    save(connection, profiles, stored);
    boolean more = sent.size() == rows;
    UUID next = more ? after(sent.get(rows - 1).id()) : TimeOrderedIds.first(now.minus(LATE));
    table.setChecked(connection, new Checked(now, next));
    return more;
  }

  private void save(
      Connection connection, Map<UUID, ActivityProfile> profiles, Map<UUID, Row> stored)
      throws SQLException {
    List<Row> fresh = new ArrayList<>();
    List<Row> changed = new ArrayList<>();
    profiles.forEach(
        (account, profile) -> {
          Row row = Row.of(account, profile);
          Row before = stored.get(account);
          if (before == null) {
            fresh.add(row);
          } else if (!row.equals(before)) {
            changed.add(row);
          }
        });
    table.insert(connection, fresh);
    table.update(connection, changed);
  }

  private static UUID after(UUID id) {
    long low = id.getLeastSignificantBits() + 1;
    return new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low);
  }
}
