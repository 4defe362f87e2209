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

/** What has to happen to the inbox of a stopped hub when its tables move to another database. */
public final class InboxMigration {
  private InboxMigration() {}

  /**
   * Brings into the tables what a crash has left in the journal beside the database.
   *
   * @return false if something is left there
   */
  public static boolean storeJournal(Database database)
      throws SQLException, IOException, InterruptedException {
    Path folder = database.beside(".journal");
    if (folder == null || !Files.isDirectory(folder)) {
      return true;
    }
    // No worker: what is read goes to the tables, and nothing is processed.
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

  /** Divides the keys of one queue among those that nodes share. */
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
