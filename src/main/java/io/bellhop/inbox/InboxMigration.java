package io.bellhop.inbox;

import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Prepares the inbox of a stopped hub for a move of its tables to another database. */
public final class InboxMigration {
  private InboxMigration() {}

  /**
   * Stores the messages that a crash has left in the journal beside the database.
   *
   * @return false if some are left there
   */
  public static boolean storeJournal(Database database)
      throws SQLException, IOException, InterruptedException {
    Path folder = database.beside(".journal");
    if (folder == null || !Files.isDirectory(folder)) {
      return true;
    }
    // Without workers the inbox stores what it reads and processes nothing.
    new Inbox(
            database,
            Clock.systemUTC(),
            1,
            1,
            Duration.ofMinutes(1),
            JournalLocation.folder(folder))
        .start()
        .close();
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Divides the order keys of one queue among the partitions that nodes share. */
  public static void divide(Connection connection) throws SQLException {
    List<String> keys =
        Sql.list(connection, "select order_key from inbox_key", row -> row.text("order_key"));
    for (String queue : Partitions.ALL) {
      List<String> of = keys.stream().filter(key -> Partitions.queueOf(key).equals(queue)).toList();
      Sql.update(
          connection,
          "update inbox_key set queue = ?, lease = null where order_key = any(?)",
          queue,
          Sql.texts(of));
    }
  }
}
