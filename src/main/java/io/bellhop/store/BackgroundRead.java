package io.bellhop.store;

import io.bellhop.concurrent.DaemonThreads;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the database in a separate thread, so that health checks and metrics answer within a
 * second even while the database is unreachable: the first caller waits briefly, the others do not
 * wait. Thread-safe.
 */
public final class BackgroundRead<T> {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundRead.class);

  /** A scrape reads several values and should take less than a second in total. */
  private static final Duration MAX_WAIT = Duration.ofMillis(600);

  private record Known<T>(Optional<T> value, Instant until) {}

  private final AtomicInteger overdue;
  private final Supplier<Optional<T>> read;
  private final Clock clock;
  private final Function<Optional<T>, Duration> fresh;
  private Known<T> last = new Known<>(Optional.empty(), Instant.EPOCH);
  private CompletableFuture<Optional<T>> underWay;

  /**
   * @param read returns empty if the database does not answer
   * @param fresh how long a value stays valid
   */
  public BackgroundRead(
      Database database, Supplier<Optional<T>> read, Clock clock, Duration fresh) {
    this(database, read, clock, value -> fresh);
  }

  /**
   * @param read returns empty if the database does not answer
   * @param fresh how long a value stays valid
   */
  public BackgroundRead(
      Database database,
      Supplier<Optional<T>> read,
      Clock clock,
      Function<Optional<T>, Duration> fresh) {
    this.overdue = database.overdue();
    this.read = read;
    this.clock = clock;
    this.fresh = fresh;
  }

  /**
   * Reads in one transaction.
   *
   * @param failure the log text for a failed read
   */
  public static <T> Supplier<Optional<T>> of(
      Database database, Database.Work<T> work, String failure) {
    return () -> {
      try {
        return Optional.of(database.transact(work));
      } catch (SQLException e) {
        LOG.debug("{}: {}", failure, DatabaseErrors.describe(e));
        return Optional.empty();
      }
    };
  }

  /**
   * @return empty if the database has not answered
   */
  public Optional<T> now() {
    CompletableFuture<Optional<T>> future;
    synchronized (this) {
      if (clock.instant().isBefore(last.until())) {
        return last.value();
      }
      if (underWay == null) {
        underWay = begin();
      }
      future = underWay;
    }
    try {
      return future.get(overdue.get() > 0 ? 0 : MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      overdue.incrementAndGet();
      future.whenComplete((value, error) -> overdue.decrementAndGet());
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private CompletableFuture<Optional<T>> begin() {
    CompletableFuture<Optional<T>> future = new CompletableFuture<>();
    // The thread is never interrupted, because H2 would close its file.
    DaemonThreads.create(
            () -> {
              Optional<T> value = Optional.empty();
              try {
                value = read.get();
              } finally {
                end(value);
                future.complete(value);
              }
            },
            "bellhop-reading")
        .start();
    return future;
  }

  private synchronized void end(Optional<T> value) {
    last = new Known<>(value, clock.instant().plus(fresh.apply(value)));
    underWay = null;
  }
}
