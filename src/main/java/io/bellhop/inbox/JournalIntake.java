package io.bellhop.inbox;

import io.bellhop.config.ConfigException;
import io.bellhop.journal.JournalFailedException;
import io.bellhop.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the journal in a folder. Only for a database that no other node has open. */
final class JournalIntake extends TailIntake {
  private static final Logger LOG = LoggerFactory.getLogger(JournalIntake.class);

  private final Path folder;
  private final Database database;
  private final TailTable table;
  private final MessageContent content;

  JournalIntake(
      Path folder,
      Database database,
      InboxTable table,
      Clock clock,
      Duration lease,
      Signals signals) {
    super(database, clock, lease, signals);
    this.folder = folder;
    this.database = database;
    this.table = new TailTable(table);
    this.content = table.content();
  }

  @Override
  public void start() {
    FileJournal journal = new FileJournal(content);
    Tail tail = new Tail(database, journal);
    try {
      journal.open(folder, tail::recover);
    } catch (IOException e) {
      throw new ConfigException(
          "Bellhop cannot open the journal of webhooks: " + e.getMessage(), e);
    }
    if (!tail.isEmpty()) {
      LOG.info(
          "the journal holds {} messages; Bellhop stores those that the database lacks",
          tail.index().size());
    }
    begin(tail, table);
  }

  @Override
  public void append(List<List<NewMessage>> requests) throws IOException, SQLException {
    try {
      tail().append(requests);
      database.wroteBeside(null);
    } catch (JournalFailedException e) {
      LOG.error(
          "{}. Bellhop accepts no more webhooks: check the disk and restart it", e.getMessage());
      signals().onFailure().accept(e.getMessage());
      throw e;
    } catch (IOException e) {
      database.wroteBeside(e);
      throw e;
    }
    sequencer().wake();
  }
}
