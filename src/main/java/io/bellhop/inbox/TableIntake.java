package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Stores arrivals in the tables of the database, from where workers get them. The transaction that
 * stores a message also leases its key if the message is due at once and the key has no other, so
 * no claim has to read the message again.
 */
final class TableIntake implements Intake {
  private final Database database;
  private final InboxTable table;
  private final Clock clock;
  private final Duration lease;
  private final Signals signals;
  private volatile Workers workers = Workers.NONE;

  TableIntake(Database database, InboxTable table, Clock clock, Duration lease, Signals signals) {
    this.database = database;
    this.table = table;
    this.clock = clock;
    this.lease = lease;
    this.signals = signals;
  }

  @Override
  public void start() {
    // The database has all messages.
  }

  @Override
  public void handTo(Workers to) {
    workers = to;
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void append(List<List<NewMessage>> requests) throws SQLException {
    List<NewMessage> messages = requests.stream().flatMap(List::stream).toList();
    int room = signals.isPressed().getAsBoolean() ? 0 : workers.room().getAsInt();
    AppendBatch arrivals = new AppendBatch(table, messages, clock.instant().plus(lease), room);
    List<Claim> claims = database.durably(arrivals::store);
    claims.forEach(workers.begin());
    if (arrivals.leavesWork(claims)) {
      signals.onStored().run();
    }
  }

  @Override
  public boolean enter(Claim claim) {
    return true;
  }

  @Override
  public Claim leave(Claim claim) {
    return null;
  }

  @Override
  public <T> T settle(List<Claim> claims, Database.Work<T> work) throws SQLException {
    return database.durably(work);
  }

  @Override
  public List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) {
    return List.of();
  }

  @Override
  public Optional<NewMessage> unstored(UUID message) {
    return Optional.empty();
  }

  @Override
  public Optional<UUID> oldest(Predicate<UnstoredMessage> which) {
    return Optional.empty();
  }

  @Override
  public boolean store(UUID message) {
    return true;
  }

  @Override
  public void storeAll() {
    // There is no tail.
  }

  @Override
  public Map<String, Integer> sizes() {
    return Map.of();
  }

  @Override
  public void close() {
    // Nothing to close.
  }
}
