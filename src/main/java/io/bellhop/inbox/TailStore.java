package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Decides with the database which messages of the tail can run, and stores the others. */
final class TailStore {
  /**
   * The outcome of a step.
   *
   * @param begun claims of messages that can run now
   * @param resumed claims from the database whose keys are free now
   * @param hasStored whether the database has something new to claim
   */
  record Result(List<Claim> begun, List<Claim> resumed, boolean hasStored) {}

  /** How many messages one transaction stores. Their content is in memory meanwhile. */
  static final int AT_ONCE = 512;

  private final Database database;
  private final Tail tail;
  private final TailTable table;
  private final Clock clock;
  private final Duration lease;

  TailStore(Database database, Tail tail, TailTable table, Clock clock, Duration lease) {
    this.database = database;
    this.tail = tail;
    this.table = table;
    this.clock = clock;
    this.lease = lease;
  }

  /** A turn with the content of its messages. */
  private record Loaded(KeyLanes.Turn turn, List<NewMessage> messages) {
    boolean canRun(Instant now, Set<String> pendingKeys) {
      return !pendingKeys.contains(turn.orderKey())
          && turn.entries().stream().noneMatch(TailEntry::isUncertain)
          && messages.stream().allMatch(one -> one.isDueBy(now));
    }
  }

  /**
   * Makes claims of messages that can run now, and stores the others.
   *
   * @throws SQLException if the database is unavailable; the turns wait again
   */
  Result begin(List<KeyLanes.Turn> turns) throws SQLException {
    return orPutBack(
        turns,
        () -> {
          List<Loaded> loaded = load(turns);
          TailTable.Known known = database.transact(database.byKeys(c -> known(c, loaded)));
          Instant now = clock.instant();
          Map<Boolean, List<Loaded>> byCan =
              loaded.stream()
                  .collect(Collectors.partitioningBy(one -> one.canRun(now, known.pendingKeys())));
          List<KeyLanes.Turn> waiting = byCan.get(false).stream().map(Loaded::turn).toList();
          List<Claim> resumed = storeAndLeave(waiting);
          List<Claim> begun =
              byCan.get(true).stream().map(one -> claim(one, known.owners())).toList();
          return new Result(begun, resumed, !waiting.isEmpty());
        });
  }

  /** Stores the messages of all turns as pending. */
  Result store(List<KeyLanes.Turn> turns) throws SQLException {
    return orPutBack(turns, () -> new Result(List.of(), storeAndLeave(turns), true));
  }

  @FunctionalInterface
  private interface Step {
    Result run() throws SQLException;
  }

  /** Runs a step, and puts the turns back if it fails. */
  private Result orPutBack(List<KeyLanes.Turn> turns, Step step) throws SQLException {
    boolean done = false;
    try {
      Result result = step.run();
      done = true;
      return result;
    } finally {
      if (!done) {
        putBack(turns);
      }
    }
  }

  private void putBack(List<KeyLanes.Turn> turns) {
    for (KeyLanes.Turn turn : turns) {
      turn.entries().forEach(TailEntry::markUncertain);
      tail.lanes().putBack(turn.entries());
      tail.lanes().giveUp(turn.orderKey());
    }
  }

  private List<Loaded> load(List<KeyLanes.Turn> turns) throws SQLException {
    List<Loaded> loaded = new ArrayList<>();
    for (KeyLanes.Turn turn : turns) {
      loaded.add(new Loaded(turn, tail.contents().of(turn.entries())));
    }
    return loaded;
  }

  private TailTable.Known known(Connection connection, List<Loaded> turns) throws SQLException {
    List<String> keys = new ArrayList<>();
    List<String> repeats = new ArrayList<>();
    for (Loaded one : turns) {
      keys.add(one.turn().orderKey());
      one.messages().forEach(message -> repeats.add(message.message().keyId()));
    }
    return table.known(connection, keys, repeats);
  }

  private Claim claim(Loaded one, Map<String, UUID> owners) {
    List<InboxMessage> messages = one.messages().stream().map(NewMessage::message).toList();
    TailClaim own = new TailClaim(UUID.randomUUID(), one.turn().entries(), messages);
    tail.running().add(own);
    return Claim.ofArrivals(one.turn().orderKey(), own.lease(), messages, owners, own);
  }

  private List<Claim> storeAndLeave(List<KeyLanes.Turn> turns) throws SQLException {
    storePending(turns.stream().flatMap(turn -> turn.entries().stream()).toList());
    return turns.stream()
        .map(turn -> tail.lanes().leave(turn.orderKey(), true))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Stores messages that no worker is processing, except those that are already stored. */
  private void storePending(List<TailEntry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    List<NewMessage> messages = tail.contents().of(entries);
    boolean asks = entries.stream().anyMatch(TailEntry::isUncertain);
    List<UUID> ids = messages.stream().map(one -> one.message().id()).toList();
    database.durably(
        connection -> {
          tail.journal().fence(connection);
          Set<UUID> stored = asks ? table.stored(connection, ids) : Set.of();
          table.storePending(
              connection,
              messages.stream().filter(one -> !stored.contains(one.message().id())).toList());
          return null;
        });
    tail.stored(entries);
  }

  /**
   * Stores all of the tail: messages that workers process with their leases, the others as pending.
   *
   * @param resume gets claims from the database whose keys are free now
   */
  void storeAll(Consumer<Claim> resume) throws SQLException {
    storeRunning();
    List<TailEntry> waiting = tail.lanes().takeAll();
    int stored = 0;
    try {
      while (stored < waiting.size()) {
        int end = Math.min(stored + AT_ONCE, waiting.size());
        storePending(waiting.subList(stored, end));
        stored = end;
      }
    } finally {
      List<TailEntry> left = waiting.subList(stored, waiting.size());
      left.forEach(TailEntry::markUncertain);
      tail.lanes().putBack(left);
      tail.lanes().freed().forEach(resume);
    }
  }

  private void storeRunning() throws SQLException {
    tail.settling().lock();
    try {
      List<TailClaim> claims = tail.runningByKey();
      if (claims.isEmpty()) {
        return;
      }
      Instant until = clock.instant().plus(lease);
      database.durably(
          connection -> {
            tail.journal().fence(connection);
            for (TailClaim claim : claims) {
              table.storeLeased(connection, claim, until);
            }
            return null;
          });
      claims.forEach(TailClaim::markParked);
      claims.forEach(tail::markStored);
    } finally {
      tail.settling().unlock();
    }
  }
}
