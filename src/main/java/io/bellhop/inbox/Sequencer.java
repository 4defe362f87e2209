package io.bellhop.inbox;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.Outage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the tail in order and hands those that can run now to workers. It stores as
 * pending what has to wait, and the oldest of what is too much to keep in the tail. One thread.
 */
final class Sequencer {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  private static final int KEYS_PER_STEP = 64;

  /**
   * Keys of a step at least, if more are ready: else each claim that ends would make a step of one
   * key, and a step asks the database two questions however many keys it has.
   */
  private static final int FEWEST_KEYS = 24;

  /** Messages that may wait for a worker in the tail: thousands run in a second. */
  private static final int MOST_WAITING = 20_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** How often the last file of the journal may go: it holds guests' data. */
  private static final Duration ROLL = Duration.ofMinutes(1);

  private final Tail tail;
  private final TailStore store;
  private final RushYield sendersFirst;
  private final Runnable onStored;
  private final WakeUpSignal wakeUp = new WakeUpSignal();
  private final Queue<CompletableFuture<Void>> barriers = new ConcurrentLinkedQueue<>();
  private final Outage outage = new Outage(LOG, "webhooks wait in the journal");
  private final Thread loop = DaemonThreads.create(this::run, "bellhop-sequence");
  private Workers workers;
  private long lastRoll = System.nanoTime();
  private volatile boolean closed;

  /**
   * @param isPressed whether senders wait, who go first
   * @param onStored runs when there is something new to claim in the database
   */
  Sequencer(Tail tail, TailStore store, BooleanSupplier isPressed, Runnable onStored) {
    this.tail = tail;
    this.store = store;
    this.sendersFirst = new RushYield(isPressed);
    this.onStored = onStored;
  }

  void start(Workers to) {
    workers = to;
    loop.start();
  }

  void wake() {
    wakeUp.wake();
  }

  /** Completes when all that was in the tail at the time of the call is in the database. */
  CompletableFuture<Void> barrier() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (tail.isEmpty() || !loop.isAlive()) {
      done.complete(null);
      return done;
    }
    barriers.add(done);
    wakeUp.wake();
    return done;
  }

  private void run() {
    while (!closed) {
      try {
        answerBarriers();
        roll();
        Duration wait = step();
        outage.worked();
        if (!wait.isZero() && barriers.isEmpty()) {
          wakeUp.await(wait);
        }
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | IOException | RuntimeException e) {
        outage.failed(e);
        sleep();
      }
    }
    barriers.forEach(waiting -> waiting.complete(null));
  }

  private void sleep() {
    try {
      wakeUp.await(RETRY);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void answerBarriers() throws SQLException {
    List<CompletableFuture<Void>> asked = new ArrayList<>();
    for (CompletableFuture<Void> one = barriers.poll(); one != null; one = barriers.poll()) {
      asked.add(one);
    }
    if (asked.isEmpty()) {
      return;
    }
    try {
      store.storeAll();
      onStored.run();
      asked.forEach(one -> one.complete(null));
    } catch (SQLException | RuntimeException e) {
      asked.forEach(one -> one.completeExceptionally(e));
      throw e;
    }
  }

  /** One step; returns how long to wait for the next. */
  private Duration step() throws SQLException {
    if (tail.lanes().waiting() > MOST_WAITING) {
      handle(store.store(tail.lanes().take(TailStore.AT_ONCE)));
      return Duration.ZERO;
    }
    if (sendersFirst.isDue()) {
      return RushYield.PAUSE;
    }
    int room = workers.room().getAsInt();
    if (room < Math.min(FEWEST_KEYS, tail.lanes().ready()) && room < tail.running().size()) {
      // Each claim that ends wakes it.
      return ROLL;
    }
    List<KeyLanes.Turn> turns = tail.lanes().take(Math.min(room, KEYS_PER_STEP));
    if (turns.isEmpty()) {
      return ROLL;
    }
    handle(store.begin(turns));
    return Duration.ZERO;
  }

  private void handle(TailStore.Result result) {
    result.begun().forEach(workers.begin());
    result.resumed().forEach(workers.resume());
    if (result.hasStored()) {
      onStored.run();
    }
  }

  private void roll() throws SQLException, IOException {
    if (System.nanoTime() - lastRoll >= ROLL.toNanos()) {
      lastRoll = System.nanoTime();
      tail.roll();
    }
    tail.deleteReleased();
  }

  /** Ends the thread; what is in the tail stays in the journal. */
  void stop() throws InterruptedException {
    closed = true;
    wakeUp.wake();
    if (loop.isAlive()) {
      loop.join();
    }
  }
}
