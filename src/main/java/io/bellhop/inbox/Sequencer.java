package io.bellhop.inbox;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.OutageLog;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages of the tail, in order, to workers. It stores messages that have to wait as
 * pending, and the oldest ones when the tail has too many. Runs on one thread.
 */
final class Sequencer {
  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  private static final int KEYS_PER_STEP = 64;

  /**
   * The fewest keys of a step, if that many are ready. Each step makes two queries, however many
   * keys it has; without this limit each finished claim would cause a step with one key.
   */
  private static final int FEWEST_KEYS = 24;

  /** How many messages of the tail may wait for a worker. Workers process thousands in a second. */
  private static final int MOST_WAITING = 20_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** How often Bellhop deletes the last file of the journal, which holds guests' data. */
  private static final Duration ROLL = Duration.ofMinutes(1);

  /** Work between two steps. */
  @FunctionalInterface
  interface Task {
    void run() throws SQLException;
  }

  private record Waiting(Task task, CompletableFuture<Void> done) {}

  private final Tail tail;
  private final TailStore store;
  private final RushThrottle sendersFirst;
  private final Runnable onStored;
  private final WakeUpSignal wakeUp = new WakeUpSignal();
  private final Queue<Waiting> tasks = new ConcurrentLinkedQueue<>();
  private final OutageLog outage = new OutageLog(LOG, "webhooks wait in the journal");
  private final Thread loop = DaemonThreads.create(this::run, "bellhop-sequence");
  private volatile Workers workers = Workers.NONE;
  private long lastRoll = System.nanoTime();
  private volatile boolean closed;

  /**
   * @param isPressed whether senders wait for answers; they take precedence
   * @param onStored runs when there is something new to claim in the database
   */
  Sequencer(Tail tail, TailStore store, BooleanSupplier isPressed, Runnable onStored) {
    this.tail = tail;
    this.store = store;
    this.sendersFirst = new RushThrottle(isPressed);
    this.onStored = onStored;
  }

  void start() {
    loop.start();
  }

  void handTo(Workers to) {
    workers = to;
    wake();
  }

  void wake() {
    wakeUp.wake();
  }

  /** Completes when everything that was in the tail at the time of the call is in the database. */
  CompletableFuture<Void> barrier() {
    return tail.isEmpty() ? CompletableFuture.completedFuture(null) : run(this::storeAll);
  }

  /** Stores all of the tail. Runs as a {@link Task}. */
  void storeAll() throws SQLException {
    store.storeAll(workers.resume());
    onStored.run();
  }

  /** Takes claims from the database that have waited for their keys. */
  Consumer<Claim> resume() {
    return workers.resume();
  }

  /** Runs a task between two steps, when the sequencer itself is processing no message. */
  CompletableFuture<Void> run(Task task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(new Waiting(task, done));
    if (!loop.isAlive()) {
      giveUpTasks();
    }
    wakeUp.wake();
    return done;
  }

  private void run() {
    while (!closed) {
      try {
        runTasks();
        roll();
        Duration wait = step();
        outage.worked();
        if (!wait.isZero() && tasks.isEmpty()) {
          wakeUp.await(wait);
        }
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | IOException | RuntimeException e) {
        outage.failed(e);
        sleep();
      }
    }
    giveUpTasks();
  }

  private void sleep() {
    try {
      wakeUp.await(RETRY);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void giveUpTasks() {
    for (Waiting one = tasks.poll(); one != null; one = tasks.poll()) {
      one.done().completeExceptionally(new SQLException("the hub is stopping"));
    }
  }

  private void runTasks() {
    for (Waiting one = tasks.poll(); one != null; one = tasks.poll()) {
      try {
        one.task().run();
        one.done().complete(null);
      } catch (SQLException | RuntimeException e) {
        one.done().completeExceptionally(e);
      }
    }
  }

  /**
   * Makes one step.
   *
   * @return how long to wait for the next
   */
  private Duration step() throws SQLException {
    if (tail.lanes().waiting() > MOST_WAITING) {
      handle(store.store(tail.lanes().take(TailStore.AT_ONCE)));
      return Duration.ZERO;
    }
    if (sendersFirst.mustWait()) {
      return RushThrottle.PAUSE;
    }
    int room = workers.room().getAsInt();
    if (room < Math.min(FEWEST_KEYS, tail.lanes().ready()) && room < tail.running().size()) {
      // Each claim that ends wakes this thread.
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

  /** Ends the thread. What is in the tail stays in the journal. */
  void stop() throws InterruptedException {
    closed = true;
    wakeUp.wake();
    if (loop.isAlive()) {
      loop.join();
    }
  }
}
