package io.bellhop.tool.migrate;

import io.bellhop.account.DataKeys;
import io.bellhop.account.SecretBox;
import io.bellhop.config.ConfigException;
import io.bellhop.inbox.InboxMigration;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.MigrationMarker;
import io.bellhop.store.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Copies all tables. Each batch is a transaction of the target that also records the progress:
 * whatever interrupts it, another run continues there. Until all rows are copied and counted, no
 * hub starts on the target. H2 itself keeps hubs away from its file meanwhile.
 */
public final class Migration {
  /** Tables that have rows in an empty database. */
  private static final Set<String> SEEDED =
      Set.of("setting", "inactivity_watch", "inbox_partition", "event_head");

  private static final int LOCK_SECONDS = 10;

  private final Database from;
  private final Database to;
  private final SecretBox secrets;
  private final boolean encrypts;
  private final Consumer<String> progress;

  /**
   * @param encrypts whether the hub encrypts records, and with them the rest of the journal
   * @param progress gets a line for each table
   */
  public Migration(
      Database from, Database to, SecretBox secrets, boolean encrypts, Consumer<String> progress) {
    this.from = from;
    this.to = to;
    this.secrets = secrets;
    this.encrypts = encrypts;
    this.progress = progress;
  }

  /**
   * @return the number of rows
   * @throws ConfigException if it cannot begin or end
   */
  public long run() throws SQLException, IOException, InterruptedException {
    from.content().use(new DataKeys(from, secrets), encrypts);
    try (Connection source = from.source().getConnection()) {
      new SealedTexts(secrets).requireReadable(source);
      if (!InboxMigration.storeJournal(from)) {
        throw new ConfigException(
            "webhooks in "
                + from.beside(".journal")
                + " cannot be stored in the tables: start the old hub once, stop it with SIGTERM,"
                + " and run migrate again");
      }
      UUID id = from.durably(CopyProgress::idOf);
      // Otherwise H2 would collect the whole table before it returns the first row.
      execute(source, "set lazy_query_execution true");
      long rows = toTarget(source, id);
      MigrationMarker.end(source);
      return rows;
    }
  }

  private long toTarget(Connection source, UUID id) throws SQLException {
    try (Connection target = to.source().getConnection()) {
      SortedMap<String, SortedSet<String>> tables = SchemaTables.inBoth(source, target);
      // A transaction of a hub may not pause for long. This one waits for H2 between statements.
      execute(target, "set idle_in_transaction_session_timeout = 0");
      target.setAutoCommit(false);
      long rows;
      try {
        begin(target, id, tables.keySet());
        copy(source, target, tables);
        rows = end(source, target, tables.keySet());
      } catch (SQLException | RuntimeException e) {
        rollBack(target, e);
        throw e;
      }
      target.setAutoCommit(true);
      // PostgreSQL plans badly for tables that it has never analysed.
      execute(target, "analyze");
      return rows;
    }
  }

  private static void begin(Connection target, UUID id, Collection<String> tables)
      throws SQLException {
    CopyProgress parts = new CopyProgress(target);
    Optional<UUID> begun = parts.of();
    if (begun.isPresent() && !begun.get().equals(id)) {
      throw new ConfigException(
          "--to: the database holds a part of another copy: of another --from, or of"
              + " this one before a hub changed it. Drop the tables there, and run migrate again");
    }
    if (begun.isEmpty()) {
      lock(target, tables);
      requireEmpty(target, tables);
      for (String table : SEEDED) {
        execute(target, "delete from " + table);
      }
      parts.begin(id, tables);
    }
    target.commit();
  }

  private void copy(
      Connection source, Connection target, SortedMap<String, SortedSet<String>> tables)
      throws SQLException {
    TableCopy copy = new TableCopy(source, target, new CopyProgress(target));
    for (String table : tables.keySet()) {
      try {
        progress.accept("%s: %d rows".formatted(table, copy.copy(table, tables.get(table))));
      } catch (SQLException e) {
        throw new ConfigException(
            table
                + ": Bellhop cannot copy it to the end: "
                + DatabaseErrors.describe(e)
                + "; run migrate again when PostgreSQL works, and it continues there",
            e);
      }
    }
  }

  /** One transaction: a hub starts on all rows, or not at all. */
  private long end(Connection source, Connection target, Collection<String> tables)
      throws SQLException {
    lock(target, tables);
    long rows = 0;
    for (String table : tables) {
      long there = count(target, table);
      long wanted = count(source, table);
      if (there != wanted) {
        throw new ConfigException(
            ("%s: H2 has %d rows and PostgreSQL %d after the copy, so another program has changed"
                    + " it: drop the tables of PostgreSQL, and run migrate again")
                .formatted(table, wanted, there));
      }
      rows += there;
    }
    InboxMigration.divide(target);
    new SealedTexts(secrets).requireReadable(target);
    MigrationMarker.end(target);
    target.commit();
    return rows;
  }

  /** Waits, because PostgreSQL may be analysing a table on its own; that process yields. */
  private static void lock(Connection target, Collection<String> tables) throws SQLException {
    try {
      execute(target, "set local lock_timeout = '" + LOCK_SECONDS + "s'");
      execute(target, "lock table " + String.join(", ", tables) + " in access exclusive mode");
    } catch (SQLException e) {
      if ("55P03".equals(e.getSQLState())) {
        throw new ConfigException(
            "--to: another program uses the tables of Bellhop there: stop every hub and every other"
                + " migrate on this database",
            e);
      }
      throw e;
    }
  }

  private static void requireEmpty(Connection target, Collection<String> tables)
      throws SQLException {
    SortedSet<String> filled = new TreeSet<>();
    for (String table : tables) {
      if (!SEEDED.contains(table) && count(target, table) > 0) {
        filled.add(table);
      }
    }
    if (!filled.isEmpty()) {
      throw new ConfigException(
          "--to: the database is not empty, it has rows in "
              + String.join(", ", filled)
              + ": give an empty database, or drop the tables in this one. If migrate has"
              + " already succeeded there, start the hub on it");
    }
  }

  private static void rollBack(Connection target, Exception cause) {
    try {
      target.rollback();
      target.setAutoCommit(true);
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
      cause.addSuppressed(e);
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    return Sql.first(
            connection,
            "select count(*) as rows_there from " + table,
            row -> row.number("rows_there"))
        .orElseThrow();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
