package io.bellhop.tool.migrate;

import io.bellhop.account.DataKeys;
import io.bellhop.account.SecretBox;
import io.bellhop.config.ConfigException;
import io.bellhop.inbox.InboxMove;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Copies all tables in one transaction of the target: whatever interrupts it leaves the target as
 * it was, and another run begins anew. Both databases are locked meanwhile: H2's file by H2, the
 * tables of PostgreSQL by the transaction.
 */
public final class Migration {
  /** Tables that have rows in an empty database. */
  private static final Set<String> SEEDED =
      Set.of("setting", "inactivity_watch", "inbox_partition", "event_head");

  private final Database from;
  private final Database to;
  private final SecretBox secrets;
  private final boolean encrypts;
  private final Consumer<String> progress;

  /**
   * @param encrypts whether the hub encrypts records: what is left in the journal is stored so
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
   * @throws ConfigException if it cannot be done; the target is as it was
   */
  public long run() throws SQLException, IOException, InterruptedException {
    from.content().use(new DataKeys(from, secrets), encrypts);
    try (Connection source = from.source().getConnection()) {
      new SealedTexts(secrets).requireReadable(source);
      if (!InboxMove.storeJournal(from)) {
        throw new ConfigException(
            "webhooks in "
                + from.beside(".journal")
                + " cannot be stored in the tables: start the old hub once, stop it with SIGTERM,"
                + " and run migrate again");
      }
      // Else H2 would gather a whole table before it gives the first row.
      execute(source, "set lazy_query_execution true");
      return toTarget(source);
    }
  }

  private long toTarget(Connection source) throws SQLException {
    try (Connection target = to.source().getConnection()) {
      SortedMap<String, SortedSet<String>> tables = SchemaTables.inBoth(source, target);
      target.setAutoCommit(false);
      long rows;
      try {
        lock(target, tables.keySet());
        requireEmpty(target, tables.keySet());
        rows = copy(source, target, tables);
        InboxMove.divide(target);
        new SealedTexts(secrets).requireReadable(target);
        target.commit();
      } catch (SQLException | RuntimeException e) {
        rollBack(target, e);
        throw e;
      }
      target.setAutoCommit(true);
      // PostgreSQL plans badly for tables that it has never looked at.
      execute(target, "analyze");
      return rows;
    }
  }

  private long copy(
      Connection source, Connection target, SortedMap<String, SortedSet<String>> tables)
      throws SQLException {
    long rows = 0;
    for (String table : tables.keySet()) {
      execute(target, "delete from " + table);
      long copied = copyOne(source, target, table, tables.get(table));
      long there = count(target, table);
      long wanted = count(source, table);
      if (copied != wanted || there != wanted) {
        throw new ConfigException(
            "%s: H2 has %d rows and PostgreSQL %d after the copy; PostgreSQL is left empty"
                .formatted(table, wanted, there));
      }
      rows += copied;
      progress.accept("%s: %d rows".formatted(table, copied));
    }
    return rows;
  }

  private static long copyOne(
      Connection source, Connection target, String table, Collection<String> columns)
      throws SQLException {
    try {
      return new TableCopy(source, target).copy(table, columns);
    } catch (SQLException e) {
      throw new ConfigException(
          table
              + " cannot be copied: "
              + Database.describe(e)
              + "; PostgreSQL is left empty, run migrate again when it is in order",
          e);
    }
  }

  private static void lock(Connection target, Collection<String> tables) throws SQLException {
    try {
      execute(
          target, "lock table " + String.join(", ", tables) + " in access exclusive mode nowait");
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
          "--to: the database is not empty, there are rows in "
              + String.join(", ", filled)
              + ": give an empty database, or drop the tables in this one. If migrate has already"
              + " ended there with success, start the hub on it");
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
