package io.bellhop.inbox;

import io.bellhop.journal.RecordLocation;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A journal in a table of a database that several nodes share. It keeps only messages that this
 * node may hand to workers at once. It stores messages that have to wait, or that belong to another
 * node, in the tables of the inbox in the same transaction.
 */
final class TableJournal implements SharedJournal {
  /** How many rows a transaction deletes, and how many must have gathered for it. */
  private static final int MANY = 32;

  private final Database database;
  private final Nodes nodes;
  private final InboxTable table;
  private final TailTable arriving;
  private final TailTable kept;
  private final Clock clock;

  /** The number of requests in each row that are not released yet. */
  private final Map<Long, Integer> open = new HashMap<>();

  private final List<Long> released = new ArrayList<>();

  /** The node id to which {@link #open} belongs; it changes when the node rejoins. */
  private UUID node;

  private long next = 1;
  private boolean isQuiet;

  TableJournal(Database database, Nodes nodes, InboxTable table, Clock clock) {
    this.database = database;
    this.nodes = nodes;
    this.table = table;
    this.arriving = new TailTable(table);
    this.kept = new TailTable(table.ofTail());
    this.clock = clock;
    begin();
  }

  @Override
  public void begin() {
    synchronized (open) {
      open.clear();
      released.clear();
      node = nodes.id();
    }
  }

  @Override
  public TailTable tables() {
    return kept;
  }

  @Override
  public Appended append(List<List<NewMessage>> requests) throws SQLException {
    Instant now = clock.instant();
    List<List<NewMessage>> keeps = new ArrayList<>();
    List<NewMessage> stores = new ArrayList<>();
    for (List<NewMessage> request : requests) {
      Map<Boolean, List<NewMessage>> byKept =
          request.stream().collect(Collectors.partitioningBy(one -> isKept(one, now)));
      stores.addAll(byKept.get(false));
      if (!byKept.get(true).isEmpty()) {
        keeps.add(byKept.get(true));
      }
    }
    UUID as = node;
    long number = next++;
    database.durably(
        connection -> {
          if (keeps.isEmpty()) {
            nodes.fence(connection, as);
          } else {
            if (!JournalTable.insert(connection, as, number, keeps)) {
              throw new NodeLostException();
            }
            table.insertContent(connection, keeps.stream().flatMap(List::stream).toList());
          }
          arriving.storePending(connection, stores);
          return null;
        });
    List<Kept> appended = new ArrayList<>(keeps.size());
    for (int i = 0; i < keeps.size(); i++) {
      appended.add(new Kept(new RecordLocation(number, i, 0), keeps.get(i)));
    }
    if (!keeps.isEmpty()) {
      synchronized (open) {
        open.put(number, keeps.size());
      }
    }
    return new Appended(appended, !stores.isEmpty());
  }

  private boolean isKept(NewMessage one, Instant now) {
    return one.isDueBy(now) && nodes.has(one.message().orderKey());
  }

  @Override
  public Map<RecordLocation, List<NewMessage>> read(Collection<RecordLocation> places)
      throws SQLException {
    Set<Long> numbers = places.stream().map(RecordLocation::segment).collect(Collectors.toSet());
    return database.transact(
        connection -> {
          var rows = JournalTable.read(connection, node, numbers);
          Map<RecordLocation, List<NewMessage>> read = new HashMap<>();
          for (RecordLocation place : places) {
            if (!rows.containsKey(place.segment())) {
              throw new SQLException("the row of inbox_journal is gone: " + place);
            }
            List<NewMessage> bare = rows.get(place.segment()).get((int) place.offset());
            read.put(place, JournalTable.withContent(connection, bare, table.content()));
          }
          return read;
        });
  }

  @Override
  public void release(RecordLocation place) {
    synchronized (open) {
      Integer left = open.computeIfPresent(place.segment(), (row, count) -> count - 1);
      if (left != null && left == 0) {
        open.remove(place.segment());
        released.add(place.segment());
        isQuiet = open.isEmpty();
      }
    }
  }

  @Override
  public void deleteReleased() throws SQLException {
    List<Long> done;
    synchronized (open) {
      if (released.isEmpty() || released.size() < MANY && !isQuiet) {
        return;
      }
      done = List.copyOf(released);
    }
    database.transact(
        connection -> {
          JournalTable.delete(connection, node, done);
          return null;
        });
    synchronized (open) {
      released.removeAll(new HashSet<>(done));
    }
  }

  @Override
  public void roll() {
    // Rows go without this.
  }

  @Override
  public void fence(Connection connection) throws SQLException {
    nodes.fence(connection, node);
  }

  @Override
  public List<NewMessage> ofOthers() throws SQLException {
    return database.transact(
        connection -> {
          List<NewMessage> all = JournalTable.ofOthers(connection, node);
          Set<UUID> stored =
              kept.stored(connection, all.stream().map(one -> one.message().id()).toList());
          return all.stream().filter(one -> !stored.contains(one.message().id())).toList();
        });
  }

  @Override
  public NewMessage withContent(NewMessage bare) throws SQLException {
    return database
        .transact(
            connection -> JournalTable.withContent(connection, List.of(bare), table.content()))
        .get(0);
  }

  @Override
  public void handOver() {
    // Other nodes find its rows.
  }

  @Override
  public void close() {
    // The intake ends the node.
  }
}
