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
 * The content of the tail's messages: in memory, or only in the journal if there is too much.
 * Thread-safe.
 */
final class TailContents {
  /**
   * The largest size of content in memory. Beyond it, only the journal has the content. A small
   * heap has a lower limit.
   */
  private static final long MOST_BYTES =
      Math.min(24L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16);

  /**
   * How many messages keep their parsed body, which is ten times as large as the bytes: as many as
   * workers process at once. Bellhop parses later bodies again.
   */
  private static final int MOST_TREES = 128;

  private final TailJournal journal;
  private final TailIndex index;
  private final AtomicLong bytes = new AtomicLong();

  TailContents(TailJournal journal, TailIndex index) {
    this.journal = journal;
    this.index = index;
  }

  /** Adds a message that has just arrived. */
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

  /** Whether the content in memory has reached its limit. */
  boolean isFull() {
    return bytes.get() > MOST_BYTES;
  }

  /** Removes a message. */
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
   * @return empty if the tail does not have the message; the database may
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
      // It was stored meanwhile, and the journal has released its record.
      return Optional.empty();
    }
  }

  private static SQLException unreadable(IOException cause) {
    return new SQLException("Bellhop cannot read the journal", cause);
  }
}
