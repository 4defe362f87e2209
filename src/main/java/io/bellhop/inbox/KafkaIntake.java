package io.bellhop.inbox;

import io.bellhop.config.ConfigException;
import io.bellhop.journal.kafka.KafkaLog;
import io.bellhop.journal.kafka.KafkaSettings;
import io.bellhop.queue.UnavailableException;
import io.bellhop.store.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal in a topic of Kafka. Bellhop acknowledges a webhook when Kafka has it, whether
 * or not the database is available, and each node reads its own partitions.
 */
final class KafkaIntake extends SharedIntake {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);

  /** How long a caller waits until a message that was just acknowledged comes back from Kafka. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(1);

  private final KafkaLog log;
  private final Database database;
  private final InboxTable table;
  private KafkaJournal journal;
  private KafkaTailReader tailReader;

  KafkaIntake(
      KafkaSettings settings,
      Database database,
      InboxTable table,
      Clock clock,
      Duration lease,
      Signals signals) {
    super(database, table, clock, lease, signals);
    this.log = new KafkaLog(settings, Partitions.ALL.size());
    this.database = database;
    this.table = table;
  }

  @Override
  public void start() throws SQLException {
    if (!database.dialect().isForManyNodes()) {
      throw new ConfigException(
          "bellhop.log=kafka needs PostgreSQL (bellhop.db.url): H2 keeps a journal"
              + " beside its file, which no other node can read");
    }
    try {
      log.prepare();
    } catch (UnavailableException e) {
      LOG.warn("{}. Bellhop answers webhooks with 503 until then", e.getMessage());
    }
    super.start();
    tailReader = new KafkaTailReader(log, journal, tail(), database, sequencer()::wake);
    tailReader.start();
  }

  @Override
  SharedJournal open(Nodes joined) {
    journal = new KafkaJournal(log, database, joined, table);
    return journal;
  }

  @Override
  public void append(List<List<NewMessage>> requests) throws UnavailableException {
    journal.append(requests);
  }

  @Override
  public List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) throws SQLException {
    catchUp();
    return super.unstored(which);
  }

  @Override
  public Optional<NewMessage> unstored(UUID message) throws SQLException {
    catchUp();
    return super.unstored(message);
  }

  @Override
  public void storeAll() throws SQLException {
    catchUp();
    super.storeAll();
  }

  /**
   * Waits until the tail has all messages that this node has acknowledged, unless there is a
   * backlog.
   */
  private void catchUp() {
    long until = System.nanoTime() + LONGEST_READ.toNanos();
    while (tailReader != null
        && !isUpToDate()
        && !tail().hasNoRoom()
        && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean isUpToDate() {
    // The journal counts messages that the tail lacks until its reader lets go of this lock.
    tail().appending().lock();
    try {
      return journal.isUpToDate();
    } finally {
      tail().appending().unlock();
    }
  }

  @Override
  public long unread() {
    return tailReader == null ? 0 : tailReader.unread();
  }

  @Override
  public void close() throws InterruptedException {
    if (tailReader != null) {
      tailReader.close();
    }
    super.close();
  }
}
