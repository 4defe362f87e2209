package io.bellhop.delivery;

import io.bellhop.queue.GroupCommit;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the outcomes of batches, many in one transaction. While the database is unreachable, it
 * keeps them and writes them later: if an outcome were lost, Bellhop would repeat the delivery
 * after later events of its record. Thread-safe.
 */
final class AttemptOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptOutcomes.class);

  private static final int LARGEST_COMMIT = 128;

  /**
   * Only the next event of a record waits for the outcome of a delivery. At a hundred events a
   * second, gathering halves the disk writes, which delay the writes of new events.
   */
  private static final GroupCommit.Gathering GATHERING =
      GroupCommit.Gathering.always(Duration.ofMillis(20));

  /** Short: when the database is back, this node must write before another node claims. */
  static final Duration RETRY = Duration.ofMillis(100);

  private final Database database;
  private final DeliverySettlement settlement;
  private final SubscriptionHealth health;
  private final SubscriptionSwitchOff switchOff;
  private final Clock clock;
  private final Executor workers;
  private final GroupCommit<DeliveryProgress> commits =
      new GroupCommit<>(
          "bellhop-delivered", LARGEST_COMMIT * 8, LARGEST_COMMIT, GATHERING, this::commit);
  private final AtomicInteger kept = new AtomicInteger();
  private volatile boolean closed;

  /**
   * @param workers run a write that waits for room
   */
  AttemptOutcomes(
      Database database,
      DeliverySettlement settlement,
      SubscriptionHealth health,
      SubscriptionSwitchOff switchOff,
      Clock clock,
      Executor workers) {
    this.database = database;
    this.settlement = settlement;
    this.health = health;
    this.switchOff = switchOff;
    this.clock = clock;
    this.workers = workers;
  }

  void start() {
    commits.start();
  }

  /** Whether the last write succeeded, so that outcomes of new posts can probably be written. */
  boolean areWritten() {
    return kept.get() == 0;
  }

  /**
   * Writes outcomes. Never blocks, because the thread that receives answers calls it.
   *
   * @return completes when they are written, or when the delivery belongs to another node
   */
  CompletableFuture<Void> write(DeliveryProgress progress) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    write(progress, written, false);
    return written;
  }

  private void write(DeliveryProgress progress, CompletableFuture<Void> written, boolean again) {
    offer(progress)
        .whenComplete(
            (done, error) -> {
              if (error != null && !closed && DatabaseErrors.mayPass(error)) {
                keep(progress, written, again);
                return;
              }
              if (again) {
                kept.decrementAndGet();
              }
              if (error != null) {
                written.completeExceptionally(error);
              } else if (progress.end()) {
                written.complete(null);
              } else {
                write(progress, written, false);
              }
            });
  }

  private void keep(DeliveryProgress progress, CompletableFuture<Void> written, boolean again) {
    if (!again) {
      kept.incrementAndGet();
    }
    try {
      CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS, workers)
          .execute(() -> write(progress, written, true));
    } catch (RejectedExecutionException e) {
      written.completeExceptionally(stopped());
    }
  }

  private CompletableFuture<Void> offer(DeliveryProgress progress) {
    CompletableFuture<Void> offered = commits.offer(progress);
    if (offered != null) {
      if (progress.hasMore()) {
        commits.hurry();
      }
      return offered;
    }
    CompletableFuture<Void> put = new CompletableFuture<>();
    try {
      // A worker that waits for room begins no new post, so the backlog shrinks.
      workers.execute(() -> put(progress, put));
    } catch (RejectedExecutionException e) {
      put.completeExceptionally(stopped());
    }
    return put;
  }

  private void put(DeliveryProgress progress, CompletableFuture<Void> done) {
    try {
      commits
          .put(progress)
          .whenComplete(
              (put, error) -> {
                if (error == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(error);
                }
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.completeExceptionally(stopped());
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("stopped");
  }

  private void commit(List<DeliveryProgress> batches) throws SQLException {
    Instant now = clock.instant();
    batches.forEach(progress -> progress.writtenUnder = progress.leased());
    Map<UUID, String> off = new LinkedHashMap<>();
    boolean allComplete = batches.stream().allMatch(DeliveryProgress::complete);
    List<DeliveryProgress> left =
        write(
            allComplete,
            connection -> {
              off.putAll(health.note(connection, batches, now));
              return settlement.writeComplete(connection, batches, now);
            });
    // Runs before the keys are released, so that no further delivery goes to a subscriber that is
    // gone.
    switchOff(off, now);
    if (!left.isEmpty()) {
      // If a failure is lost, Bellhop only repeats the attempt, so a dead subscriber costs no
      // fsync.
      boolean durable = batches.stream().anyMatch(progress -> !progress.settled.isEmpty());
      write(
          durable,
          connection -> {
            settlement.write(connection, left, now);
            return null;
          });
    }
  }

  private void switchOff(Map<UUID, String> off, Instant now) {
    for (Map.Entry<UUID, String> one : off.entrySet()) {
      try {
        switchOff.now(one.getKey(), one.getValue(), now);
      } catch (SQLException | RuntimeException e) {
        // Settled deliveries stay settled; the next failure retries the switch-off.
        LOG.warn(
            "Bellhop cannot switch the webhook {} off and retries after its next failure: {}",
            one.getKey(),
            DatabaseErrors.describe(e));
      }
    }
  }

  private <T> T write(boolean durable, Database.Work<T> work) throws SQLException {
    Database.Work<T> byKeys = database.byKeys(work);
    return durable ? database.durably(byKeys) : database.transact(byKeys);
  }

  /**
   * Writes the waiting outcomes. If it cannot, the next node that claims the keys repeats the
   * deliveries.
   */
  void close() throws InterruptedException {
    closed = true;
    commits.close();
  }
}
