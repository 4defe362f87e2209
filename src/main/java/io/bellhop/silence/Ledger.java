package io.bellhop.silence;

import io.bellhop.silence.RhythmTable.Looked;
import io.bellhop.silence.RhythmTable.Row;
import io.bellhop.silence.RhythmTable.Sent;
import io.bellhop.store.Database;
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

/** Takes what has come since the last look into the rhythms of accounts. */
final class Ledger {
  /** Read in one transaction: what H2 puts on disk waits for it. */
  private static final int ROWS = 5_000;

  /** A delivery is seen when its commit is through, a little later than its id says. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private static final UUID BEGINNING = new UUID(0, 0);

  private final Database database;
  private final RhythmTable table;
  private final SilenceSettings settings;
  private final Clock clock;
  private final int rows;

  Ledger(Database database, RhythmTable table, SilenceSettings settings, Clock clock) {
    this(database, table, settings, clock, ROWS);
  }

  Ledger(Database database, RhythmTable table, SilenceSettings settings, Clock clock, int rows) {
    this.database = database;
    this.table = table;
    this.settings = settings;
    this.clock = clock;
    this.rows = rows;
  }

  /**
   * @param accounts whose rhythm is of interest
   * @return the rhythms of all accounts that ever sent; empty if another node looks already
   */
  Map<UUID, Rhythm> bringUpToDate(Set<UUID> accounts) throws SQLException {
    Instant now = clock.instant();
    Map<UUID, Rhythm> rhythms = new HashMap<>();
    boolean more = database.transact(connection -> begin(connection, accounts, now, rhythms));
    while (more) {
      more = database.transact(connection -> goOn(connection, accounts, now, rhythms));
    }
    return rhythms;
  }

  private boolean begin(
      Connection connection, Set<UUID> accounts, Instant now, Map<UUID, Rhythm> rhythms)
      throws SQLException {
    Looked before = table.lock(connection);
    Duration pause = before.at() == null ? Duration.ZERO : Duration.between(before.at(), now);
    if (before.at() != null && settings.isEarly(pause)) {
      return false;
    }
    table.dropOthers(connection);
    Map<UUID, Row> stored = new HashMap<>();
    for (Row row : table.read(connection)) {
      stored.put(row.account(), row);
      Rhythm rhythm = row.rhythm();
      rhythm.passed(before.at(), now, !settings.wasAway(pause));
      rhythms.put(row.account(), rhythm);
    }
    return take(connection, before.next(), accounts, now, rhythms, stored);
  }

  private boolean goOn(
      Connection connection, Set<UUID> accounts, Instant now, Map<UUID, Rhythm> rhythms)
      throws SQLException {
    Looked before = table.lock(connection);
    if (!now.equals(before.at())) {
      // We took so long that another node began.
      rhythms.clear();
      return false;
    }
    Map<UUID, Row> stored = new HashMap<>();
    rhythms.forEach((account, rhythm) -> stored.put(account, Row.of(account, rhythm)));
    return take(connection, before.next(), accounts, now, rhythms, stored);
  }

  /** Whether there is more. */
  private boolean take(
      Connection connection,
      UUID from,
      Set<UUID> accounts,
      Instant now,
      Map<UUID, Rhythm> rhythms,
      Map<UUID, Row> stored)
      throws SQLException {
    List<Sent> sent = table.sent(connection, from == null ? BEGINNING : from, rows);
    for (Sent one : sent) {
      if (accounts.contains(one.account())) {
        rhythms.computeIfAbsent(one.account(), first -> Rhythm.of(one.at())).sent(one.at());
      }
    }
    save(connection, rhythms, stored);
    boolean more = sent.size() == rows;
    UUID next = more ? after(sent.get(rows - 1).id()) : firstId(now.minus(LATE));
    table.looked(connection, new Looked(now, next));
    return more;
  }

  private void save(Connection connection, Map<UUID, Rhythm> rhythms, Map<UUID, Row> stored)
      throws SQLException {
    List<Row> fresh = new ArrayList<>();
    List<Row> changed = new ArrayList<>();
    rhythms.forEach(
        (account, rhythm) -> {
          Row row = Row.of(account, rhythm);
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

  /** Ids are ordered by time (RFC 9562, version 7). */
  private static UUID firstId(Instant time) {
    return new UUID(time.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
  }
}
