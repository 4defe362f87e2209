package io.bellhop.inbox;

import io.bellhop.journal.RecordLocation;
import io.bellhop.journal.kafka.KafkaLog;
import io.bellhop.journal.kafka.KafkaReader;
import io.bellhop.queue.UnavailableException;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A journal in a topic of Kafka, with one partition of the topic for each partition of order keys.
 * Any node appends; only the node that has a partition reads it. The tables store the offset where
 * reading begins: everything before it is in the tables. Messages after it may be in the tables
 * too; Bellhop finds these by their ids.
 */
final class KafkaJournal implements SharedJournal {
  private final KafkaLog log;
  private final Database database;
  private final Nodes nodes;
  private final KafkaRecordCodec records;
  private final TailTable tables;
  private final AtomicLongArray acknowledged = new AtomicLongArray(Partitions.ALL.size());

  /** The partitions that this node reads. A partition that it lost and got again is a new entry. */
  private final SortedMap<Integer, PartitionProgress> reading = new TreeMap<>();

  /** The node id to which {@link #reading} belongs; it changes when the node rejoins. */
  private volatile UUID node;

  /** Counts everything that may have changed the owner of a partition. */
  private long changes;

  KafkaJournal(KafkaLog log, Database database, Nodes nodes, InboxTable table) {
    this.log = log;
    this.database = database;
    this.nodes = nodes;
    this.records = new KafkaRecordCodec(table.content());
    this.tables = new TailTable(table);
    begin();
  }

  @Override
  public synchronized void begin() {
    reading.clear();
    changes++;
    node = nodes.id();
  }

  @Override
  public TailTable tables() {
    return tables;
  }

  /**
   * The message goes to the workers of the node that has its partition, which may be another node.
   */
  @Override
  public Appended append(List<List<NewMessage>> requests) throws UnavailableException {
    log.append(records.of(requests))
        .forEach((partition, end) -> acknowledged.accumulateAndGet(partition, end, Math::max));
    return new Appended(List.of(), false);
  }

  KafkaRecordCodec records() {
    return records;
  }

  private boolean has(int partition) {
    return nodes.own().contains(Integer.toString(partition));
  }

  /** Partitions that this node has but does not read yet. */
  synchronized List<Integer> unread() {
    return nodes.own().stream().map(Integer::valueOf).filter(p -> !reading.containsKey(p)).toList();
  }

  synchronized long changes() {
    return changes;
  }

  /**
   * Begins to read partitions, unless another node may have got one meanwhile.
   *
   * @param since the count of {@link #changes} before the first offsets were known
   */
  synchronized void read(Map<Integer, PartitionProgress> begun, long since) {
    if (changes == since) {
      begun.keySet().stream().filter(this::has).forEach(p -> reading.put(p, begun.get(p)));
    }
  }

  /** The partitions that this node reads and still has. */
  synchronized Map<Integer, PartitionProgress> reading() {
    Map<Integer, PartitionProgress> own = new TreeMap<>(reading);
    own.keySet().removeIf(partition -> !has(partition));
    return own;
  }

  /** The offsets of the next records. */
  synchronized Map<Integer, Long> positions(Map<Integer, PartitionProgress> of) {
    Map<Integer, Long> positions = new TreeMap<>();
    of.forEach((partition, read) -> positions.put(partition, read.next()));
    return positions;
  }

  /** Stops reading a partition. Its messages in the tail stay there. */
  synchronized void stop(int partition) {
    PartitionProgress stopped = reading.get(partition);
    if (stopped != null && stopped.isStored()) {
      reading.remove(partition);
    }
  }

  /**
   * Records the messages that the reader passes to the tail, in order. It omits partitions that
   * this node has lost; their new node reads them.
   *
   * @param by the messages by partition
   * @return the messages by whether the tables may already have them
   */
  synchronized Map<Boolean, List<Kept>> keep(
      Map<Integer, PartitionProgress> by,
      List<KafkaReader.Entry> entries,
      List<NewMessage> messages) {
    Map<Boolean, List<Kept>> kept = Map.of(true, new ArrayList<>(), false, new ArrayList<>());
    for (int i = 0; i < entries.size(); i++) {
      KafkaReader.Entry one = entries.get(i);
      PartitionProgress partition = by.get(one.partition());
      if (reading.get(one.partition()) == partition && has(one.partition())) {
        partition.read(one.offset());
        RecordLocation place = new RecordLocation(one.partition(), one.offset(), 0);
        kept.get(partition.isUncertain(one.offset()))
            .add(new Kept(place, List.of(messages.get(i))));
      }
    }
    return kept;
  }

  @Override
  public synchronized void release(RecordLocation place) {
    PartitionProgress partition = reading.get((int) place.segment());
    if (partition != null) {
      partition.release(place.offset());
    }
  }

  /** Whether this node has read everything that it wrote to its own partitions. */
  synchronized boolean isUpToDate() {
    for (String queue : nodes.own()) {
      int partition = Integer.parseInt(queue);
      long written = acknowledged.get(partition);
      PartitionProgress read = reading.get(partition);
      if (written > 0 && (read == null || read.next() < written)) {
        return false;
      }
    }
    return true;
  }

  /** Writes the offsets up to which the tables are complete. */
  void writeOffsets() throws SQLException {
    UUID as;
    SortedMap<Integer, Long> moved = new TreeMap<>();
    synchronized (this) {
      as = node;
      reading.forEach(
          (partition, read) -> {
            if (read.hasMoved()) {
              moved.put(partition, read.stored());
            }
          });
    }
    if (moved.isEmpty()) {
      return;
    }
    database.transact(
        connection -> {
          nodes.fence(connection, as);
          OffsetTable.move(connection, moved);
          return null;
        });
    synchronized (this) {
      if (as.equals(node)) {
        moved.keySet().retainAll(reading.keySet());
        moved.forEach((partition, offset) -> reading.get(partition).written(offset));
      }
    }
  }

  @Override
  public void handOver() throws SQLException {
    writeOffsets();
    synchronized (this) {
      changes++;
      reading.keySet().removeIf(partition -> !has(partition));
    }
  }

  @Override
  public void fence(Connection connection) throws SQLException {
    nodes.fence(connection, node);
  }

  @Override
  public boolean canRead() {
    return false;
  }

  @Override
  public Map<RecordLocation, List<NewMessage>> read(Collection<RecordLocation> places) {
    throw new UnsupportedOperationException("the tail holds all that this node has read");
  }

  /** Empty: only the node that has a partition reads it. */
  @Override
  public List<NewMessage> ofOthers() {
    return List.of();
  }

  @Override
  public NewMessage withContent(NewMessage whole) {
    return whole;
  }

  @Override
  public void deleteReleased() {
    // Kafka deletes by time, so that a restored database can read the topic again.
  }

  @Override
  public void roll() {
    // Kafka deletes old segments itself.
  }

  @Override
  public void close() {
    log.close();
  }
}
