package io.bellhop.inbox;

import io.bellhop.store.Database;
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
 * The way of arrivals to workers: through the tables of the database, or through a journal beside
 * it. Thread-safe.
 */
interface Intake extends AutoCloseable {
  /**
   * @param isPressed whether many senders wait, who go first
   * @param onStored runs when the database has something to be claimed
   * @param onFailure gets the reason why nothing can be acknowledged any more
   */
  record Signals(BooleanSupplier isPressed, Runnable onStored, Consumer<String> onFailure) {}

  /** Called once, before anything else, when the database is there. */
  void start() throws SQLException;

  /** Workers are there: what has arrived may be handed to them. */
  void handTo(Workers workers);

  /** Whether so much waits that more is not taken for now. */
  boolean isFull();

  /** Returns when these are on disk; throws if none of them counts. */
  void append(List<List<NewMessage>> requests) throws Exception;

  /**
   * A claim of the database may begin.
   *
   * @return false if its key is in other hands: {@link #leave} of these gives it back
   */
  boolean enter(Claim claim);

  /**
   * A worker has done with a claim.
   *
   * @return a claim that has waited for the key, to be begun now; null if none has
   */
  Claim leave(Claim claim);

  /** Runs a transaction that settles claims, and returns when it is on disk. */
  <T> T settle(List<Claim> claims, Database.Work<T> work) throws SQLException;

  /** Messages that were appended and that the database does not have yet, the latest first. */
  List<UnstoredMessage> unstored(Predicate<UnstoredMessage> which) throws SQLException;

  /** One of these; empty if there is no such message, or the database has it. */
  Optional<NewMessage> unstored(UUID message) throws SQLException;

  /** The oldest of these that the database does not have. */
  Optional<UUID> oldest(Predicate<UnstoredMessage> which);

  /**
   * Returns when the database has a message, if there is such a message.
   *
   * @return false if it is left to its first worker, who has it in hand or gets it next
   */
  boolean store(UUID message) throws SQLException;

  /** Returns when the tables have all that was appended before, or after a moment in a flood. */
  void storeAll() throws SQLException;

  /** The queues whose keys this node may claim. */
  default Collection<String> queues() {
    return List.of(InboxTable.QUEUE);
  }

  /**
   * How long an idle node waits before it looks for something to claim.
   *
   * @param usual where no other node makes it claim something
   */
  default Duration poll(Duration usual) {
    return usual;
  }

  /**
   * Acknowledged messages of this node's keys that neither the database nor its memory has yet;
   * negative while it cannot know.
   */
  default long unread() {
    return 0;
  }

  /** Messages of each provider that the database does not have yet. */
  Map<String, Integer> sizes();

  @Override
  void close() throws InterruptedException;
}
