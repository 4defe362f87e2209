package io.bellhop.inbox;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.journal.kafka.KafkaLog;
import io.bellhop.journal.kafka.KafkaReader;
import io.bellhop.journal.kafka.LostRecordsException;
import io.bellhop.queue.UnavailableException;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.Database;
import io.bellhop.store.OutageLog;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this node's partitions of the log into its tail, as fast as the tail has room. It stops
 * reading a partition that has lost records or cannot be read; an operator decides what follows.
 * Runs on one thread.
 */
final class KafkaTailReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTailReader.class);

  /** How long a poll waits for records; also how soon Bellhop reads a new partition. */
  private static final Duration POLL = Duration.ofMillis(100);

  /** The pause while the tail is full. */
  private static final Duration FULL = Duration.ofMillis(5);

  private static final Duration RETRY = Duration.ofSeconds(1);

  /**
   * How often Bellhop writes offsets. After a crash it looks up the messages after the last offset
   * by their ids.
   */
  private static final long OFFSETS = Duration.ofMillis(250).toNanos();

  /** How often Bellhop retries, and logs, a partition that cannot be read. */
  private static final long REFUSED = Duration.ofSeconds(30).toNanos();

  private static final long UNKNOWN = -1;

  private static final long CHECK = Duration.ofMinutes(1).toNanos();

  private final KafkaLog log;
  private final KafkaJournal journal;
  private final Tail tail;
  private final Database database;
  private final Runnable onArrival;
  private final KafkaReader reader;
  private final Map<Integer, Long> refused = new HashMap<>();
  private final WakeUpSignal signal = new WakeUpSignal();
  private final OutageLog outage = new OutageLog(LOG, "Bellhop cannot read the log");
  private final Thread loop = DaemonThreads.create(this::run, "bellhop-log");
  private long writtenAt;
  private long checkedAt = System.nanoTime();
  private volatile long unread;
  private volatile boolean closed;

  /**
   * @param onArrival runs when the tail has new messages
   */
  KafkaTailReader(
      KafkaLog log, KafkaJournal journal, Tail tail, Database database, Runnable onArrival) {
    this.log = log;
    this.journal = journal;
    this.tail = tail;
    this.database = database;
    this.onArrival = onArrival;
    this.reader = log.reader();
  }

  void start() {
    loop.start();
  }

  /**
   * The number of messages for this node that it has not read yet; negative while it cannot know.
   */
  long unread() {
    return unread;
  }

  private void run() {
    while (!closed) {
      try {
        step();
        outage.worked();
      } catch (UnavailableException | SQLException | RuntimeException e) {
        unread = UNKNOWN;
        outage.failed(e);
        await(RETRY);
      }
    }
    reader.close();
  }

  private void await(Duration time) {
    try {
      signal.await(time);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void step() throws UnavailableException, SQLException {
    if (System.nanoTime() - writtenAt > OFFSETS) {
      journal.writeOffsets();
      writtenAt = System.nanoTime();
    }
    String topic = log.prepare();
    if (System.nanoTime() - checkedAt > CHECK) {
      // A topic that was deleted and created again starts its offsets at 0.
      log.requireSame();
      checkedAt = System.nanoTime();
    }
    begin(topic);
    Map<Integer, PartitionProgress> reading = journal.reading();
    reading.keySet().removeIf(this::isRefused);
    if (reading.isEmpty() || tail.hasNoRoom()) {
      await(reading.isEmpty() ? POLL : FULL);
      return;
    }
    try {
      List<KafkaReader.Entry> read = reader.poll(journal.positions(reading), POLL);
      unread = refused.keySet().stream().anyMatch(this::isRefused) ? UNKNOWN : reader.unread();
      if (!read.isEmpty()) {
        keep(reading, read);
        onArrival.run();
      }
    } catch (LostRecordsException e) {
      for (int partition : e.partitions()) {
        refuse(partition, "the topic lacks the next records, so webhooks are lost");
      }
    }
  }

  private void keep(Map<Integer, PartitionProgress> reading, List<KafkaReader.Entry> read) {
    List<KafkaReader.Entry> entries = new ArrayList<>(read.size());
    List<NewMessage> messages = new ArrayList<>(read.size());
    Map<Integer, String> faults = new TreeMap<>();
    for (KafkaReader.Entry one : read) {
      if (faults.containsKey(one.partition())) {
        continue;
      }
      try {
        messages.add(journal.records().read(one));
        entries.add(one);
      } catch (IOException e) {
        faults.put(
            one.partition(), "offset " + one.offset() + " is not a webhook: " + e.getMessage());
      }
    }
    tail.appending().lock();
    try {
      Map<Boolean, List<TailJournal.Kept>> kept = journal.keep(reading, entries, messages);
      tail.add(kept.get(true), true);
      tail.add(kept.get(false), false);
    } finally {
      tail.appending().unlock();
    }
    faults.forEach(this::refuse);
  }

  /** Finds the first offset of partitions that are new to this node. */
  private void begin(String topic) throws UnavailableException, SQLException {
    long changes = journal.changes();
    List<Integer> fresh = journal.unread().stream().filter(one -> !isRefused(one)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    Map<Integer, KafkaReader.Range> ranges = reader.ranges(fresh);
    Map<Integer, OffsetTable.Offset> offsets = offsets(topic, ranges);
    Map<Integer, PartitionProgress> begun = new TreeMap<>();
    ranges.forEach(
        (partition, range) -> {
          OffsetTable.Offset stored = offsets.get(partition);
          String fault = fault(stored, topic, range);
          if (fault == null) {
            begun.put(partition, new PartitionProgress(stored.next(), range.end()));
          } else {
            refuse(partition, fault);
          }
        });
    journal.read(begun, changes);
  }

  private Map<Integer, OffsetTable.Offset> offsets(
      String topic, Map<Integer, KafkaReader.Range> ranges) throws SQLException {
    return database.durably(
        connection -> {
          Map<Integer, OffsetTable.Offset> found = OffsetTable.read(connection);
          Map<Integer, Long> first = new TreeMap<>();
          ranges.forEach((partition, range) -> first.put(partition, range.first()));
          first.keySet().removeAll(found.keySet());
          OffsetTable.begin(connection, topic, first);
          first.forEach((partition, at) -> found.put(partition, new OffsetTable.Offset(topic, at)));
          return found;
        });
  }

  /** Why a partition cannot be read from the stored offset; null if it can. */
  private static String fault(OffsetTable.Offset stored, String topic, KafkaReader.Range range) {
    if (!stored.topic().equals(topic)) {
      return "the topic is not the one of the last start: it was created again, or bellhop.log"
          + " has changed";
    }
    if (stored.next() < range.first()) {
      return "Kafka deleted the offsets %d to %d before Bellhop read them: raise its retention"
          .formatted(stored.next(), range.first() - 1);
    }
    return stored.next() > range.end()
        ? "it ends at %d, but Bellhop has read it to %d: the brokers have lost records"
            .formatted(range.end(), stored.next())
        : null;
  }

  private boolean isRefused(int partition) {
    Long at = refused.get(partition);
    return at != null && System.nanoTime() - at < REFUSED;
  }

  private void refuse(int partition, String why) {
    refused.put(partition, System.nanoTime());
    journal.stop(partition);
    LOG.error(
        "Bellhop stops processing partition {} of the {}: {}. It skips nothing by"
            + " itself, see docs/operations.md",
        partition,
        log,
        why);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    signal.wake();
    if (loop.isAlive()) {
      loop.join();
    }
  }
}
