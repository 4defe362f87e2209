package io.bellhop.inbox;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Passes arrivals to workers, through the tables of the database or through a journal. Thread-safe.
 */
interface Intake extends AutoCloseable {
  /**
   * @param isPressed whether many senders wait for answers; they take precedence
   * @param onStored runs when the database has something to claim
   * @param onFailure receives the reason when Bellhop can acknowledge no more webhooks
   */
  record Signals(BooleanSupplier isPressed, Runnable onStored, Consumer<String> onFailure) {}

  /** Starts the intake. Call it once, before any other method, when the database is open. */
  void start() throws SQLException;

  /** Sets the workers, which may receive arrivals from now on. */
  void handTo(Workers workers);

  /** Whether so many messages wait that Bellhop accepts no more for now. */
  boolean isFull();

  /** Returns when the requests are on disk; throws if none of them is stored. */
  void append(List<List<NewMessage>> requests) throws Exception;

  /**
   * Asks whether a claim from the database may begin.
   *
   * @return false if another claim has the key; its {@link #leave} then returns this claim
   */
  boolean enter(Claim claim);

  /**
   * Ends a claim that a worker has finished.
   *
   * @return a claim that has waited for the key and begins now; null if none has
   */
  Claim leave(Claim claim);

  /** Runs a transaction that settles claims, and returns when it is on disk. */
  <T> T settle(List<Claim> claims, Database.Work<T> work) throws SQLException;

  /** Appended messages that the database does not have yet, the latest first. */
  List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) throws SQLException;

  /**
   * One appended message that the database does not have yet; empty if there is none with this id.
   */
  Optional<NewMessage> unstored(UUID message) throws SQLException;

  /** The oldest appended message that the database does not have yet. */
  Optional<UUID> oldest(Predicate<UnstoredMessage> which);

  /**
   * Returns when the database has a message, if there is such a message.
   *
   * @return false if Bellhop leaves it to its first worker, which processes it now or next
   */
  boolean store(UUID message) throws SQLException;

  /**
   * Returns when the tables have everything that was appended before, or after a moment in a flood.
   */
  void storeAll() throws SQLException;

  /** The queues whose keys this node may claim. */
  default Collection<String> queues() {
    return List.of(InboxTable.QUEUE);
  }

  /** Those of the given queues whose keys this node may claim until the transaction ends. */
  default Collection<String> hold(Connection connection, Collection<String> due)
      throws SQLException {
    return due;
  }

  /**
   * How long an idle node waits before it looks for something to claim.
   *
   * @param usual the interval if no other node makes work for this one
   */
  default Duration poll(Duration usual) {
    return usual;
  }

  /**
   * The number of acknowledged messages of this node's keys that are neither in the database nor in
   * its memory yet; negative while it cannot know.
   */
  default long unread() {
    return 0;
  }

  /** The number of messages that the database does not have yet, by provider. */
  Map<String, Integer> sizes();

  @Override
  void close() throws InterruptedException;
}
