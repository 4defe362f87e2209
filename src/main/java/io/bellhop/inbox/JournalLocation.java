package io.bellhop.inbox;

import io.bellhop.journal.kafka.KafkaSettings;
import io.bellhop.store.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * Where Bellhop keeps acknowledged messages until they have an outcome.
 *
 * @param isWanted whether there is a journal at all
 * @param folder of a journal beside a database that no other node has open; null if the journal is
 *     a table, which only PostgreSQL has, or a topic
 * @param kafka the topic; null if the journal is not a topic
 */
public record JournalLocation(boolean isWanted, Path folder, KafkaSettings kafka) {
  /** No journal: messages go to the tables of the inbox at once. */
  public static final JournalLocation NONE = new JournalLocation(false, null, null);

  /** In a table of PostgreSQL. On H2 the same as {@link #NONE}. */
  public static final JournalLocation TABLE = new JournalLocation(true, null, null);

  public static JournalLocation folder(Path folder) {
    return new JournalLocation(true, folder, null);
  }

  /** In a topic of Kafka, beside PostgreSQL. */
  public static JournalLocation kafka(KafkaSettings settings) {
    return new JournalLocation(true, null, settings);
  }

  /** Whether nodes may share the database with it. */
  boolean isShared() {
    return isWanted && folder == null;
  }

  /**
   * The tables for messages that come from this journal. Only if the journal is a table is their
   * content stored before.
   */
  InboxTable tail(InboxTable table) {
    return kafka == null ? table.ofTail() : table;
  }

  /** Makes the intake for this journal, once the database is open. */
  Intake intake(
      Database database, InboxTable table, Clock clock, Duration lease, Intake.Signals signals)
      throws SQLException {
    if (kafka != null) {
      return new KafkaIntake(kafka, database, table, clock, lease, signals);
    }
    if (folder != null) {
      return new JournalIntake(folder, database, table, clock, lease, signals);
    }
    if (isWanted && database.dialect().isForManyNodes()) {
      OffsetTable.requireNone(database);
      return new SharedIntake(database, table, clock, lease, signals);
    }
    return new TableIntake(database, table, clock, lease, signals);
  }
}
