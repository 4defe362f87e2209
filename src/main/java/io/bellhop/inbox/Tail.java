package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What the journal has and the database has not yet: acknowledged webhooks that wait for a worker
 * or are in a worker's hands. Thread-safe.
 */
final class Tail {
  /** Messages in the tail: some 60 MB, without their content. */
  private static final int MOST = 200_000;

  /** Messages that are read ahead of the workers, who run thousands in a second. */
  private static final int MOST_AHEAD = 10_000;

  private final Database database;
  private final TailJournal journal;
  private final KeyLanes lanes = new KeyLanes();
  private final Set<TailClaim> running = ConcurrentHashMap.newKeySet();
  private final TailIndex index = new TailIndex();
  private final TailContents contents;

  /** Held while rows of claims are written: a claim is stored once, by a settle or before it. */
  private final ReentrantLock settling = new ReentrantLock();

  /** Held until what is appended can be found here. */
  private final ReentrantLock appending = new ReentrantLock();

  Tail(Database database, TailJournal journal) {
    this.database = database;
    this.journal = journal;
    this.contents = new TailContents(journal, index);
  }

  KeyLanes lanes() {
    return lanes;
  }

  TailIndex index() {
    return index;
  }

  TailContents contents() {
    return contents;
  }

  TailJournal journal() {
    return journal;
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

  ReentrantLock appending() {
    return appending;
  }

  /** A request that an earlier run has left in the journal; it may have stored some of it. */
  void recover(TailJournal.Kept left) {
    add(List.of(left), true);
  }

  /**
   * Returns when all of these are on disk.
   *
   * @return whether the tables have got some of them
   * @throws IOException if none of them is; an SQLException likewise
   */
  boolean append(List<List<NewMessage>> requests) throws IOException, SQLException {
    appending.lock();
    try {
      TailJournal.Appended appended = journal.append(requests);
      add(appended.kept(), false);
      return appended.hasStored();
    } finally {
      appending.unlock();
    }
  }

  /**
   * Takes what the journal has; the caller holds {@link #appending}.
   *
   * @param uncertain whether an earlier run, or another node, may have stored it
   */
  void add(List<TailJournal.Kept> kept, boolean uncertain) {
    List<TailEntry> entries = new ArrayList<>();
    for (TailJournal.Kept one : kept) {
      TailEntry.Request request = new TailEntry.Request(one.place(), one.messages().size());
      for (int i = 0; i < one.messages().size(); i++) {
        TailEntry entry = new TailEntry(request, i, one.messages().get(i), uncertain);
        contents.add(entry);
        index.add(entry);
        entries.add(entry);
      }
    }
    lanes.add(entries);
  }

  /** The database has these, durably. */
  void stored(List<TailEntry> entries) {
    for (TailEntry entry : entries) {
      forget(entry);
      if (entry.request().isStoredWithThis()) {
        journal.release(entry.request().place());
      }
    }
  }

  private void forget(TailEntry entry) {
    index.remove(entry);
    contents.remove(entry);
  }

  /**
   * Runs a transaction that settles claims. Those that the database did not have are stored with
   * it.
   */
  <T> T settle(List<Claim> claims, Database.Work<T> work) throws SQLException {
    settling.lock();
    try {
      List<TailClaim> own =
          claims.stream().filter(claim -> !claim.isStored()).map(Claim::tail).toList();
      T result =
          database.durably(
              connection -> {
                if (!own.isEmpty()) {
                  journal.fence(connection);
                }
                return work.in(connection);
              });
      own.forEach(this::markStored);
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
    return lanes.leave(claim.orderKey(), own != null && own.isParked());
  }

  /**
   * Forgets all, which another node has taken over. What workers have in hand cannot be settled any
   * more.
   *
   * @param resume gets claims of the database whose keys are free now
   */
  void abandon(Consumer<Claim> resume) {
    appending.lock();
    settling.lock();
    try {
      lanes.takeAll().forEach(this::forget);
      lanes.freed().forEach(resume);
      for (TailClaim claim : List.copyOf(running)) {
        claim.markStored();
        claim.markParked();
        running.remove(claim);
        claim.entries().forEach(this::forget);
      }
    } finally {
      settling.unlock();
      appending.unlock();
    }
  }

  /** Whether what memory keeps of each message is too much in all. */
  boolean isFull() {
    return index.size() > MOST;
  }

  /** Whether what can be read later should be. */
  boolean hasNoRoom() {
    return index.size() > MOST_AHEAD || contents.isFull();
  }

  boolean isEmpty() {
    return index.size() == 0;
  }

  /** Deletes what nothing needs any more; what it held is durable in the database. */
  void deleteReleased() throws IOException, SQLException {
    journal.deleteReleased();
  }

  /** Has a quiet hub delete its last file too. */
  void roll() {
    if (isEmpty()) {
      journal.roll();
    }
  }

  void close() throws IOException, SQLException {
    if (isEmpty()) {
      journal.roll();
      journal.deleteReleased();
    }
    journal.close();
  }
}
