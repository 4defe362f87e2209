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
 * The part of the journal that the database does not have yet: acknowledged webhooks that wait for
 * a worker or that a worker is processing. Thread-safe.
 */
final class Tail {
  /** The largest number of messages, which take about 60 MB without their content. */
  private static final int MOST = 200_000;

  /** How many messages Bellhop reads ahead of the workers. */
  private static final int MOST_AHEAD = 10_000;

  private final Database database;
  private final TailJournal journal;
  private final KeyLanes lanes = new KeyLanes();
  private final Set<TailClaim> running = ConcurrentHashMap.newKeySet();
  private final TailIndex index = new TailIndex();
  private final TailContents contents;

  /** Held while rows of claims are written, so that a claim is stored only once. */
  private final ReentrantLock settling = new ReentrantLock();

  /** Held until appended messages can be found in the tail. */
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

  /** The claims that workers are processing, in the order in which all transactions lock keys. */
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

  /**
   * Adds a request from the journal of an earlier run, which may have stored some of its messages.
   */
  void recover(TailJournal.Kept left) {
    add(List.of(left), true);
  }

  /**
   * Returns when all of these requests are on disk.
   *
   * @return whether some of their messages went to the tables
   * @throws IOException if none of them is on disk; an SQLException likewise
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
   * Adds requests from the journal. The caller holds {@link #appending}.
   *
   * @param uncertain whether an earlier run, or another node, may have stored them
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

  /** Removes messages that the database has durably. */
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

  /** Runs a transaction that settles claims, and stores those that the database does not have. */
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

  /** Marks a claim whose messages the database has; the caller holds {@link #settling}. */
  void markStored(TailClaim claim) {
    claim.markStored();
    running.remove(claim);
    stored(claim.entries());
  }

  /**
   * Ends a worker's work on a key.
   *
   * @return a claim that has waited for the key and begins now; null if none has
   */
  Claim end(Claim claim) {
    TailClaim own = claim.tail();
    if (own != null) {
      settling.lock();
      try {
        if (!own.isStored()) {
          // The settle has failed, perhaps after its commit.
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
   * Forgets all messages, because another node has taken them over. Workers can no longer settle
   * the messages that they are processing.
   *
   * @param resume receives claims from the database whose keys are now free
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

  /** Whether the messages take too much memory in all, even without their content. */
  boolean isFull() {
    return index.size() > MOST;
  }

  /** Whether new messages should stay in the journal, to be read later. */
  boolean hasNoRoom() {
    return index.size() > MOST_AHEAD || contents.isFull();
  }

  boolean isEmpty() {
    return index.size() == 0;
  }

  /** Deletes from the journal the messages that the database has durably. */
  void deleteReleased() throws IOException, SQLException {
    journal.deleteReleased();
  }

  /** Lets a quiet hub delete the last file of its journal. */
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
