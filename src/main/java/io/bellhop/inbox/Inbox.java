package io.bellhop.inbox;

import io.bellhop.queue.GroupCommit;
import io.bellhop.queue.Leases;
import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The durable queue of messages: append, claim, settle. Thread-safe.
 *
 * <p>What {@link #append} has acknowledged is on disk and ends in exactly one outcome. Deliveries
 * of one order key are claimed together and by one worker at a time; different keys run in
 * parallel. A claim is a lease: if its owner dies, the key is due again when the lease ends.
 */
public final class Inbox implements AutoCloseable {
  /** Deliveries that one claim reads: bodies are in memory while they are worked on. */
  private static final int ROWS_PER_CLAIM = 256;

  /** Requests that share a commit when senders wait for us rather than we for them. */
  private static final int PRESSED = 10;

  /** After so long without a large commit the rush is over. */
  private static final long RUSH_NANOS = 20_000_000;

  private final Database database;
  private final InboxTable table;
  private final GroupCommit<List<NewMessage>> appends;
  private final Clock clock;
  private final Duration lease;
  private volatile boolean open;
  private volatile long lastRush = System.nanoTime() - RUSH_NANOS;
  private volatile Runnable wake = () -> {};
  private volatile IntSupplier room = () -> 0;
  private volatile Consumer<Claim> taker = claim -> {};

  /**
   * @param bound messages that may wait for their commit
   * @param batch messages that may share one
   */
  public Inbox(Database database, Clock clock, int bound, int batch, Duration lease) {
    this.database = database;
    this.table = new InboxTable(database.dialect());
    this.clock = clock;
    this.lease = lease;
    this.appends = new GroupCommit<>("bellhop-append", bound, batch, this::insert);
  }

  public Inbox start() throws SQLException {
    if (database.dialect().name().equals("h2")) {
      // H2's file is ours alone, so whoever held these is gone; on PostgreSQL they run out.
      database.transact(connection -> table.keys().releaseAll(connection, clock.instant()));
    }
    appends.start();
    open = true;
    return this;
  }

  /** Where it is. */
  public Database database() {
    return database;
  }

  /** Whether it takes messages: not before {@link #start}, nor once it is closed. */
  public boolean isOpen() {
    return open;
  }

  /** Called whenever there may be work that was not there before. */
  public void onArrival(Runnable action) {
    wake = action;
  }

  /**
   * Lets arrivals go straight to workers: what is due at once and alone with its key is leased by
   * the very transaction that stores it, so it need not be claimed and read again.
   *
   * @param room how many more claims can be taken now
   */
  void handOver(IntSupplier room, Consumer<Claim> taker) {
    this.room = room;
    this.taker = taker;
  }

  /**
   * @return completes when the message is on disk; null if too many wait already
   */
  public CompletableFuture<Void> append(InboxMessage message) {
    return append(List.of(NewMessage.of(message)));
  }

  /**
   * Stores all of these or none: they came in one request.
   *
   * @return completes when they are on disk; null if too many wait already
   */
  public CompletableFuture<Void> append(List<NewMessage> messages) {
    return appends.offer(messages);
  }

  /**
   * Stores messages in the caller's transaction; {@link #arrived} is to be called when it has been
   * committed.
   */
  public void store(Connection connection, List<InboxMessage> messages) throws SQLException {
    SortedMap<String, OrderKeyTable.Arrival> keys = new TreeMap<>();
    messages.forEach(
        d -> keys.put(d.orderKey(), new OrderKeyTable.Arrival(InboxTable.LANE, d.dueAt(), null)));
    table.insert(connection, messages);
    table.keys().enqueue(connection, keys);
  }

  /** There is work that was not appended by {@link #append}. */
  public void arrived() {
    wake.run();
  }

  /** Deliveries that wait for their commit. */
  public int waiting() {
    return appends.waiting();
  }

  /**
   * Whether so many requests wait for their answer that work which can come after it should. Below
   * a few a commit there is time for both.
   */
  boolean pressed() {
    return appends.waiting() >= PRESSED || System.nanoTime() - lastRush < RUSH_NANOS;
  }

  private void insert(List<List<NewMessage>> requests) throws SQLException {
    if (requests.size() >= PRESSED) {
      lastRush = System.nanoTime();
    }
    List<NewMessage> messages = requests.stream().flatMap(List::stream).toList();
    AppendBatch arrivals =
        new AppendBatch(table, messages, clock.instant().plus(lease), room.getAsInt());
    List<Claim> claims = database.durably(arrivals::store);
    claims.forEach(taker);
    if (arrivals.leavesWork(claims)) {
      wake.run();
    }
  }

  /**
   * Leases up to {@code most} due order keys with their pending messages.
   *
   * @return empty if nothing is due
   */
  public List<Claim> claim(int most) throws SQLException {
    Instant now = clock.instant();
    UUID id = UUID.randomUUID();
    return database.transact(
        connection -> {
          Map<String, Long> keys =
              table.keys().lease(connection, InboxTable.LANE, now, now.plus(lease), id, most);
          if (keys.isEmpty()) {
            return List.of();
          }
          Map<String, List<InboxMessage>> pending =
              table.pending(connection, keys.keySet(), ROWS_PER_CLAIM);
          int read = pending.values().stream().mapToInt(List::size).sum();
          boolean all = read < ROWS_PER_CLAIM;
          List<Claim> claims = new ArrayList<>();
          keys.forEach(
              (key, version) ->
                  claims.add(
                      new Claim(key, id, version, pending.getOrDefault(key, List.of()), all)));
          return claims;
        });
  }

  /** When the next key is due; null if the inbox is empty. */
  public Instant nextDue() throws SQLException {
    return database.transact(connection -> table.keys().nextDue(connection, InboxTable.LANE));
  }

  /** The message that has used a message's idempotency key; null if none has. */
  public UUID keyOwner(InboxMessage message) {
    try {
      return database
          .transact(connection -> IdempotencyKeys.owners(connection, List.of(message.keyId())))
          .get(message.keyId());
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be asked for a key", e);
    }
  }

  /** What tells other nodes that the owner of claims lives. */
  Leases leases() {
    return new Leases("bellhop-lease", database, table.keys(), lease, clock);
  }

  /**
   * Makes all that waits of an account after a failure due now, in the caller's transaction; {@link
   * #arrived} is to be called when it has been committed.
   *
   * @return how many order keys
   */
  public int hasten(Connection connection, UUID account, Instant now) throws SQLException {
    return table.hasten(connection, account, now, Integer.MAX_VALUE);
  }

  /** The same for the one order key of the account that has waited longest. */
  public int hastenOne(Connection connection, UUID account, Instant now) throws SQLException {
    return table.hasten(connection, account, now, 1);
  }

  /**
   * Puts a message back, settled or not, to be handled as if it came now.
   *
   * @return false if there is no such message or its body is gone
   */
  public boolean replay(UUID message) throws SQLException {
    Instant now = clock.instant();
    boolean found =
        database.durably(
            connection -> {
              // The key before the row, as a settle locks them: the other way is a deadlock.
              Optional<String> key = table.keyOf(connection, message);
              if (key.isPresent()) {
                table
                    .keys()
                    .enqueue(
                        connection,
                        new TreeMap<>(
                            Map.of(
                                key.get(), new OrderKeyTable.Arrival(InboxTable.LANE, now, null))));
                // It may be there and wait for the next try: that is now.
                table.keys().hasten(connection, key.get(), now);
                table.putBack(connection, message, key.get(), now);
              }
              return key.isPresent();
            });
    wake.run();
    return found;
  }

  @Override
  public void close() throws InterruptedException {
    open = false;
    appends.close();
  }
}
