package io.bellhop.account;

import io.bellhop.concurrent.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Reads from the database with a bounded wait, because a sender must get its 503 soon if the
 * database is unreachable. Thread-safe.
 */
final class BoundedRead<T> {
  private final Supplier<T> read;
  private final AtomicReference<CompletableFuture<T>> next = new AtomicReference<>();

  BoundedRead(Supplier<T> read) {
    this.read = read;
  }

  /**
   * The result of a read that begins after this call; callers that arrive before it begins share
   * it.
   *
   * @return empty if the read takes longer, or fails
   */
  Optional<T> within(Duration bound) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> shared = next.compareAndExchange(null, mine);
    if (shared == null) {
      shared = mine;
      DaemonThreads.create(() -> run(mine), "bellhop-accounts").start();
    }
    try {
      return Optional.of(shared.get(bound.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void run(CompletableFuture<T> promised) {
    // A caller that arrives after this line may need a newer result.
    next.compareAndSet(promised, null);
    try {
      promised.complete(read.get());
    } catch (RuntimeException | Error e) {
      promised.completeExceptionally(e);
    }
  }
}
