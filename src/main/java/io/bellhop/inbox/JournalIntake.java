package io.bellhop.inbox;

import io.bellhop.config.ConfigException;
import io.bellhop.journal.JournalFailedException;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal is a folder. Only for a database that no other node has open. */
final class JournalIntake extends TailIntake {
  private static final Logger LOG = LoggerFactory.getLogger(JournalIntake.class);

  /** States after the one that has all of a file: one more than were seen to be lost. */
  private static final int CONFIRMATIONS = 2;

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
    List<TailJournal.Kept> left = new ArrayList<>();
    try {
      begin(FileJournal.open(folder, content, this::confirm, left), table, left);
    } catch (IOException e) {
      throw new ConfigException("the journal of webhooks cannot be opened: " + e.getMessage(), e);
    }
    if (!left.isEmpty()) {
      LOG.info(
          "{} requests were left in the journal; Bellhop resumes those not stored", left.size());
    }
  }

  /**
   * After a kill H2 may open the state before the last one that it has confirmed. So what a file of
   * the journal held must have been confirmed before the last states, not with the last one.
   */
  private void confirm() throws IOException {
    try {
      for (int i = 0; i < CONFIRMATIONS; i++) {
        String change = UUID.randomUUID().toString();
        database.durably(
            connection ->
                Sql.update(
                    connection,
                    "merge into setting (name, content) key (name) values ('journal', ?)",
                    change));
      }
    } catch (SQLException e) {
      throw new IOException("the database does not confirm what the journal held", e);
    }
  }

  @Override
  public void append(List<List<NewMessage>> requests) throws IOException, SQLException {
    try {
      tail().append(requests);
      database.wroteBeside(null);
    } catch (JournalFailedException e) {
      LOG.error(
          "{}. Bellhop takes no more webhooks: check the disk and start it again", e.getMessage());
      signals().onFailure().accept(e.getMessage());
      throw e;
    } catch (IOException e) {
      database.wroteBeside(e);
      throw e;
    }
    sequencer().wake();
  }
}
