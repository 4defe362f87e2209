package io.bellhop.inbox;

import io.bellhop.journal.RecordLocation;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The messages of the tail: in memory, or where there are too many, in the journal. Thread-safe.
 */
final class TailContents {
  /**
   * Bytes of messages in memory; what comes on top has its content in the journal only. A small
   * heap has room for fewer.
   */
  private static final long MOST_BYTES =
      Math.min(24L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16);

  /**
   * Messages that keep the tree of their body, which is ten times as large: as many as workers have
   * in hand. What waits behind them is parsed again.
   */
  private static final int MOST_TREES = 128;

  private final TailJournal journal;
  private final TailIndex index;
  private final AtomicLong bytes = new AtomicLong();

  TailContents(TailJournal journal, TailIndex index) {
    this.journal = journal;
    this.index = index;
  }

  /** A message has come. */
  void add(TailEntry entry) {
    if (index.size() > MOST_TREES) {
      entry.content().message().parsed().take();
    }
    if (isFull() && journal.canRead()) {
      entry.content(null);
    } else {
      bytes.addAndGet(entry.size());
    }
  }

  /** Whether there is enough of them in memory. */
  boolean isFull() {
    return bytes.get() > MOST_BYTES;
  }

  /** A message goes. */
  void remove(TailEntry entry) {
    bytes.addAndGet(-entry.size());
  }

  /** The messages of entries, in their order. */
  List<NewMessage> of(List<TailEntry> entries) throws SQLException {
    List<TailEntry> absent = entries.stream().filter(one -> one.content() == null).toList();
    if (!absent.isEmpty()) {
      try {
        read(absent);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return entries.stream().map(TailEntry::content).toList();
  }

  private void read(List<TailEntry> absent) throws IOException, SQLException {
    List<RecordLocation> places =
        new ArrayList<>(
            absent.stream().map(one -> one.request().place()).collect(Collectors.toSet()));
    Map<RecordLocation, List<NewMessage>> read = journal.read(places);
    for (TailEntry entry : absent) {
      entry.content(read.get(entry.request().place()).get(entry.index()));
      bytes.addAndGet(entry.size());
    }
  }

  /**
   * One message of the tail.
   *
   * @return empty if the tail has no such message; what it had once, the database has
   */
  Optional<NewMessage> find(UUID id) throws SQLException {
    TailEntry entry = index.find(id);
    if (entry == null) {
      return Optional.empty();
    }
    NewMessage kept = entry.content();
    if (kept != null) {
      return Optional.of(kept);
    }
    RecordLocation place = entry.request().place();
    try {
      return Optional.of(journal.read(List.of(place)).get(place).get(entry.index()));
    } catch (IOException e) {
      if (index.find(id) != null) {
        throw unreadable(e);
      }
      // It was stored meanwhile, and its record is gone.
      return Optional.empty();
    }
  }

  private static SQLException unreadable(IOException cause) {
    return new SQLException("the journal cannot be read", cause);
  }
}
