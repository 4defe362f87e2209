package io.bellhop.queue;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.store.DatabaseErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets concurrent callers share one transaction and one fsync: a writer takes all items that
 * arrived during the previous commit, so the speed of the disk determines the size of a batch.
 *
 * <p>An item's future completes only after the commit. If a batch fails, the writer tries its items
 * one by one, so that one bad row does not fail others, unless the database accepts no writes at
 * all.
 */
public final class GroupCommit<T> implements AutoCloseable {
  /** Writes items in one transaction, which is on disk when this returns. */
  @FunctionalInterface
  public interface Batch<T> {
    void commit(List<T> items) throws Exception;
  }

  /**
   * How long an item waits for others, so that more items share the fixed costs of a transaction.
   *
   * @param most the longest wait
   * @param afterBatchOf items wait only after a transaction of so many items, which shows load
   */
  public record Gathering(Duration most, int afterBatchOf) {
    private static final Gathering NONE = new Gathering(Duration.ZERO, 0);
    private static final int MANY = 8;

    /** For items without a waiting caller. */
    public static Gathering always(Duration most) {
      return new Gathering(most, 0);
    }

    /** Items do not wait under low load. */
    public static Gathering underLoad(Duration most) {
      return new Gathering(most, MANY);
    }
  }

  private record Waiting<T>(T item, CompletableFuture<Void> done) {}

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private final BlockingQueue<Waiting<T>> queue;
  private final int largest;
  private final Gathering gathering;
  private final Batch<T> batch;
  private final Thread writer;
  private int lastSize;
  private volatile boolean hurry;
  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * @param bound the largest number of waiting items
   * @param largest the largest number of items in one transaction
   */
  public GroupCommit(String name, int bound, int largest, Batch<T> batch) {
    this(name, bound, largest, Gathering.NONE, batch);
  }

  /**
   * @param bound the largest number of waiting items
   * @param largest the largest number of items in one transaction
   */
  public GroupCommit(String name, int bound, int largest, Gathering gathering, Batch<T> batch) {
    this.queue = new ArrayBlockingQueue<>(bound);
    this.largest = largest;
    this.gathering = gathering;
    this.batch = batch;
    this.writer = DaemonThreads.create(this::run, name);
  }

  public GroupCommit<T> start() {
    writer.start();
    return this;
  }

  /**
   * @return completes after the commit, or with the error; null if too many items wait
   */
  public CompletableFuture<Void> offer(T item) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closed || !queue.offer(new Waiting<>(item, done))) {
      return null;
    }
    stopGathering();
    failIfEnded();
    return done;
  }

  /** Ends the wait for more items, because a caller waits for the offered ones. */
  public void hurry() {
    hurry = true;
    LockSupport.unpark(writer);
  }

  /** As {@link #offer}, but waits for room, and fails after close. */
  public CompletableFuture<Void> put(T item) throws InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closed) {
      return CompletableFuture.failedFuture(stopped());
    }
    queue.put(new Waiting<>(item, done));
    stopGathering();
    failIfEnded();
    return done;
  }

  /** The number of items that wait for a transaction. */
  public int waiting() {
    return queue.size();
  }

  private void run() {
    List<Waiting<T>> drained = new ArrayList<>(largest);
    try {
      boolean last = false;
      while (!last) {
        drained.clear();
        drained.add(queue.take());
        gather();
        queue.drainTo(drained, largest - 1);
        lastSize = drained.size();
        last = drained.removeIf(one -> one.item() == null);
        if (!drained.isEmpty()) {
          commit(List.copyOf(drained));
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("the writer {} stops: {}", writer.getName(), e.toString(), e);
      fail(drained, e);
    }
    closed = true;
    ended = true;
    failIfEnded();
  }

  private void stopGathering() {
    if (!gathering.most().isZero() && queue.size() >= largest - 1) {
      LockSupport.unpark(writer);
    }
  }

  private void gather() {
    long left = lastSize >= gathering.afterBatchOf() ? gathering.most().toNanos() : 0;
    long end = System.nanoTime() + left;
    while (left > 0 && queue.size() < largest - 1 && !hurry && !closed) {
      LockSupport.parkNanos(this, left);
      left = Thread.currentThread().isInterrupted() ? 0 : end - System.nanoTime();
    }
    hurry = false;
  }

  /** Fails items that arrived while the writer ended; they would never complete. */
  private void failIfEnded() {
    if (ended) {
      List<Waiting<T>> left = new ArrayList<>();
      queue.drainTo(left);
      fail(left, stopped());
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("stopped");
  }

  private void commit(List<Waiting<T>> waiting) {
    try {
      batch.commit(waiting.stream().map(Waiting::item).toList());
      waiting.forEach(one -> one.done().complete(null));
    } catch (Throwable e) {
      // Catches errors too: if the writer ended, the hub would answer 503 forever.
      if (waiting.size() == 1
          || e instanceof Error
          || e instanceof UnavailableException
          || DatabaseErrors.isAway(e)) {
        fail(waiting, e);
      } else {
        LOG.warn(
            "a batch of {} failed; Bellhop retries its items one by one: {}",
            waiting.size(),
            DatabaseErrors.describe(e));
        waiting.forEach(one -> commit(List.of(one)));
      }
    }
  }

  private static <T> void fail(List<Waiting<T>> waiting, Throwable cause) {
    waiting.forEach(one -> one.done().completeExceptionally(cause));
  }

  /** Commits the waiting items, then ends; later offers fail. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    if (writer.isAlive()) {
      queue.put(new Waiting<>(null, new CompletableFuture<>()));
      LockSupport.unpark(writer);
      writer.join();
    }
  }
}
