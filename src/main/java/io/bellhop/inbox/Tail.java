package io.bellhop.inbox;

import io.bellhop.journal.Journal;
import io.bellhop.journal.Place;
import io.bellhop.store.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the journal has and the database has not yet: acknowledged webhooks that wait for a worker
 * or are in a worker's hands. Thread-safe.
 */
final class Tail {
  /** Bytes of messages in memory; what comes on top has its content in the journal only. */
  private static final long MOST_BYTES = 24L * 1024 * 1024;

  /** Messages in the tail: some 60 MB, without their content. */
  private static final int MOST = 200_000;

  /** Messages that keep the tree of their body, which is several times as large. */
  private static final int MOST_TREES = 500;

  private final Database database;
  private final Journal journal;
  private final KeyLanes lanes = new KeyLanes();
  private final Set<TailClaim> running = ConcurrentHashMap.newKeySet();
  private final TailIndex index = new TailIndex();
  private final AtomicLong bytes = new AtomicLong();

  /** Held while rows of claims are written: a claim is stored once, by a settle or before it. */
  private final ReentrantLock settling = new ReentrantLock();

  Tail(Database database, Journal journal) {
    this.database = database;
    this.journal = journal;
  }

  KeyLanes lanes() {
    return lanes;
  }

  TailIndex index() {
    return index;
  }

  Set<TailClaim> running() {
    return running;
  }

  /** What workers have in hand, in the order in which all lock keys. */
  List<TailClaim> runningByKey() {
    return running.stream()
        .sorted(Comparator.comparing(claim -> claim.messages().get(0).orderKey()))
        .toList();
  }

  ReentrantLock settling() {
    return settling;
  }

  /** What an earlier run has left in the journal; it may have stored some of it. */
  void recover(List<Journal.Entry> left) throws IOException {
    List<TailEntry> entries = new ArrayList<>();
    for (Journal.Entry one : left) {
      add(entries, one.place(), MessageCodec.read(one.content()), true);
    }
    lanes.add(entries);
  }

  /**
   * Returns when all of these are on disk.
   *
   * @throws IOException if none of them is
   */
  void append(List<List<NewMessage>> requests) throws IOException {
    byte[][] records = new byte[requests.size()][];
    for (int i = 0; i < records.length; i++) {
      records[i] = MessageCodec.write(requests.get(i));
    }
    Place[] places = journal.append(records);
    List<TailEntry> entries = new ArrayList<>(records.length);
    for (int i = 0; i < records.length; i++) {
      add(entries, places[i], requests.get(i), false);
    }
    lanes.add(entries);
  }

  private void add(
      List<TailEntry> entries, Place place, List<NewMessage> messages, boolean uncertain) {
    TailEntry.Request request = new TailEntry.Request(place, messages.size());
    for (int i = 0; i < messages.size(); i++) {
      TailEntry entry = new TailEntry(request, i, messages.get(i), uncertain);
      if (index.size() > MOST_TREES) {
        messages.get(i).message().parsed().take();
      }
      if (bytes.get() > MOST_BYTES) {
        entry.content(null);
      } else {
        bytes.addAndGet(entry.size());
      }
      index.add(entry);
      entries.add(entry);
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
    try {
      return Optional.of(kept == null ? read(entry) : kept);
    } catch (IOException e) {
      if (index.find(id) != null) {
        throw unreadable(e);
      }
      // It was stored meanwhile, and its record is gone.
      return Optional.empty();
    }
  }

  private NewMessage read(TailEntry entry) throws IOException {
    return MessageCodec.read(journal.read(entry.request().place())).get(entry.index());
  }

  private static SQLException unreadable(IOException cause) {
    return new SQLException("the journal cannot be read", cause);
  }

  /** The message of an entry, from memory or the journal. */
  NewMessage content(TailEntry entry) throws SQLException {
    NewMessage kept = entry.content();
    if (kept != null) {
      return kept;
    }
    try {
      NewMessage read = read(entry);
      entry.content(read);
      bytes.addAndGet(entry.size());
      return read;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The database has these, durably. */
  void stored(List<TailEntry> entries) {
    for (TailEntry entry : entries) {
      index.remove(entry);
      bytes.addAndGet(-entry.size());
      if (entry.request().isStoredWithThis()) {
        journal.release(entry.request().place());
      }
    }
  }

  /**
   * Runs a transaction that settles claims. Those that the database did not have are stored with
   * it.
   */
  <T> T settle(List<Claim> claims, Database.Work<T> work) throws SQLException {
    settling.lock();
    try {
      T result = database.durably(work);
      for (Claim claim : claims) {
        if (!claim.isStored()) {
          markStored(claim.tail());
        }
      }
      return result;
    } finally {
      settling.unlock();
    }
  }

  /** Its messages are in the database; the caller holds {@link #settling}. */
  void markStored(TailClaim claim) {
    claim.markStored();
    running.remove(claim);
    stored(claim.entries());
  }

  /**
   * A worker has done with a key.
   *
   * @return a claim that has waited for the key, to be begun now; null if none has
   */
  Claim end(Claim claim) {
    TailClaim own = claim.tail();
    if (own != null) {
      settling.lock();
      try {
        if (!own.isStored()) {
          // Its settle has failed, perhaps after its commit.
          running.remove(own);
          own.entries().forEach(TailEntry::markUncertain);
          lanes.putBack(own.entries());
        }
      } finally {
        settling.unlock();
      }
    }
    return lanes.leave(claim.orderKey());
  }

  /** Whether what memory keeps of each message is too much in all. */
  boolean isFull() {
    return index.size() > MOST;
  }

  boolean isEmpty() {
    return index.size() == 0;
  }

  /** Deletes files that nothing needs any more; what they held is durable in the database. */
  void deleteReleased() throws IOException {
    journal.deleteReleased();
  }

  /** Has a quiet hub delete its last file too. */
  void roll() {
    if (isEmpty()) {
      journal.roll();
    }
  }

  void close() throws IOException {
    if (isEmpty()) {
      journal.roll();
      journal.deleteReleased();
    }
    journal.close();
  }
}
