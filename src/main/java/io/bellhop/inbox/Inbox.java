package io.bellhop.inbox;

import io.bellhop.queue.GroupCommit;
import io.bellhop.queue.Leases;
import io.bellhop.store.Database;
import io.bellhop.time.TimeOrderedIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The durable queue of messages: append, claim, settle. Thread-safe.
 *
 * <p>What {@link #append} has acknowledged is on disk and ends in exactly one outcome. One worker
 * at a time claims all messages of one order key; different keys run in parallel. A claim is a
 * lease: if its owner dies, the key is due again when the lease ends.
 */
public final class Inbox implements AutoCloseable {
  /** How many requests may wait for their commit together with their parsed bodies. */
  private static final int MANY_TREES = 10;

  private final Database database;
  private final InboxTable table;
  private final RequeueTable requeue;
  private final GroupCommit<List<NewMessage>> appends;
  private final Clock clock;
  private final Duration lease;
  private final DueClaims claims;
  private final MessageSettler settler;
  private final Intake.Signals signals;
  private final JournalLocation journal;
  private volatile Intake intake;
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private volatile boolean open;
  private final RushDetector rush = new RushDetector();
  private volatile Runnable wake = () -> {};

  /** An inbox without a journal. */
  public Inbox(Database database, Clock clock, int bound, int batch, Duration lease) {
    this(database, clock, bound, batch, lease, JournalLocation.NONE);
  }

  /**
   * @param bound how many requests may wait for their commit
   * @param batch how many may share one
   */
  public Inbox(
      Database database,
      Clock clock,
      int bound,
      int batch,
      Duration lease,
      JournalLocation journal) {
    this.database = database;
    this.journal = journal;
    BooleanSupplier isShared = () -> journal.isShared() && database.dialect().isForManyNodes();
    this.table = new InboxTable(database.dialect(), isShared, database.content());
    this.requeue = new RequeueTable(table);
    this.claims = new DueClaims(database, table.keys(), clock, lease);
    this.settler = new MessageSettler(table, new TailTable(journal.tail(table)));
    this.clock = clock;
    this.lease = lease;
    this.signals = new Intake.Signals(this::pressed, this::arrived, this::fail);
    this.intake = new TableIntake(database, table, clock, lease, signals);
    this.appends = new GroupCommit<>("bellhop-append", bound, batch, this::insert);
  }

  public Inbox start() throws SQLException {
    if (!database.dialect().isForManyNodes()) {
      // This node's earlier owners of leases no longer exist; leases of other nodes expire.
      database.transact(connection -> table.keys().releaseAll(connection, clock.instant()));
    }
    intake = journal.intake(database, table, clock, lease, signals);
    intake.start();
    appends.start();
    open = true;
    return this;
  }

  public Database database() {
    return database;
  }

  /** Whether it accepts messages: from {@link #start} until it is closed. */
  public boolean isOpen() {
    return open;
  }

  /** Completes with the reason when Bellhop can acknowledge nothing until it restarts. */
  public CompletableFuture<String> failure() {
    return failure;
  }

  private void fail(String why) {
    open = false;
    failure.complete(why);
  }

  /** Sets the action that runs whenever there may be new work. */
  public void onArrival(Runnable action) {
    wake = action;
  }

  /** Passes arrivals to workers. */
  Intake intake() {
    return intake;
  }

  /** Runs a transaction that settles claims, and returns when it is on disk. */
  public <T> T settle(List<Claim> claims, Database.Work<T> work) throws SQLException {
    return intake.settle(claims, work);
  }

  /**
   * Acknowledged messages that the database does not have yet, the latest first. Callers read these
   * before the database, so that none is missing; a message may be in both results.
   */
  public List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) throws SQLException {
    return intake.unstored(which);
  }

  /** An unstored message by its id; empty if there is none, or if the database has it. */
  public Optional<NewMessage> unstored(UUID message) throws SQLException {
    return intake.unstored(message);
  }

  /** When the oldest matching unstored message arrived; empty if there is none. */
  public Optional<Instant> oldestUnstored(Predicate<UnstoredMessage> which) {
    return intake.oldest(which).map(TimeOrderedIds::time);
  }

  /** Returns when the database has all acknowledged messages, or after a moment in a flood. */
  public void storeAll() throws SQLException {
    intake.storeAll();
  }

  /** The number of unstored messages by provider. */
  public Map<String, Integer> notStored() {
    return intake.sizes();
  }

  /** The number of messages in the log that this node has yet to read; negative if unknown. */
  public long unread() {
    return intake.unread();
  }

  /** Completes when the message is on disk; null if too many requests wait already. */
  public CompletableFuture<Void> append(InboxMessage message) {
    return append(List.of(NewMessage.of(message)));
  }

  /** As {@link #append(InboxMessage)} for the messages of one request: stores all or none. */
  public CompletableFuture<Void> append(List<NewMessage> messages) {
    if (appends.waiting() >= MANY_TREES) {
      // A queue of parsed bodies, each several times as large as its bytes, would fill the memory.
      messages.forEach(message -> message.message().parsed().take());
    }
    return intake.isFull() ? null : appends.offer(messages);
  }

  /** Stores messages in the caller's transaction; {@link #arrived} must follow the commit. */
  public void store(Connection connection, List<InboxMessage> messages) throws SQLException {
    table.store(connection, messages);
  }

  /** Stores each message whose key has no other pending one, in the caller's transaction. */
  public void storeOnce(Connection connection, List<InboxMessage> messages) throws SQLException {
    table.storeOnce(connection, messages);
  }

  /** Wakes the dispatcher for messages that {@link #append} did not store. */
  public void arrived() {
    wake.run();
  }

  /** Whether so many webhooks arrive that other work should wait. */
  boolean pressed() {
    return rush.isOn();
  }

  private void insert(List<List<NewMessage>> requests) throws Exception {
    rush.committed(requests.size());
    intake.append(requests);
  }

  /** Leases up to {@code most} due order keys with their messages; empty if none is due. */
  public List<Claim> claim(int most) throws SQLException {
    return claims.claim(intake, most);
  }

  /** When the next key is due; null if the inbox is empty. */
  public Instant nextDue() throws SQLException {
    return claims.nextDue(intake.queues());
  }

  /** Writes the outcomes of messages. */
  public MessageSettler settler() {
    return settler;
  }

  /** Renews the leases of this node's claims. */
  Leases leases() {
    return new Leases("bellhop-lease", database, table.keys(), lease, clock);
  }

  /**
   * Makes an account's messages that wait after a failure due now; those that have waited longest
   * come first.
   *
   * @param most the largest number of order keys
   * @return the number of order keys
   */
  public int hasten(Connection connection, UUID account, Instant now, int most)
      throws SQLException {
    return requeue.hasten(connection, account, now, most);
  }

  /**
   * Makes a message pending again, as if it had just arrived.
   *
   * @return false if there is no such message or its body is gone
   */
  public boolean replay(UUID message) throws SQLException {
    if (!intake.store(message)) {
      return true;
    }
    boolean found =
        database.durably(connection -> requeue.replay(connection, message, clock.instant()));
    wake.run();
    return found;
  }

  @Override
  public void close() throws InterruptedException {
    open = false;
    appends.close();
    intake.close();
  }
}
