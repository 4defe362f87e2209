package io.bellhop.inbox;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.queue.Leases;
import io.bellhop.queue.WakeUpSignal;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.OutageLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due order keys and hands them to workers. Arrivals and finished work wake it. It also
 * looks when the next key is due, and after the poll interval, to find work that other nodes have
 * left.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private static final int KEYS_PER_CLAIM = 64;

  /**
   * The pause after a look that found nothing. Each claim that ends wakes the loop, and under load
   * nearly all looks would find nothing: without the pause they took a tenth of the CPU.
   */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Inbox inbox;
  private final Function<Claim, CompletableFuture<Void>> handler;
  private final Clock clock;
  private final Duration pollInterval;
  private final int room;
  private final ExecutorService workers;
  private final Leases running;
  private final WakeUpSignal wakeUp = new WakeUpSignal();
  private final OutageLog outage = new OutageLog(LOG, "Bellhop cannot read the inbox");
  private final Thread loop;
  private final RushThrottle sendersFirst;
  private volatile boolean closed;

  /** Whether there may be claims that found no free worker. */
  private volatile boolean isFull;

  /**
   * @param handler does the work of a claim; its future completes when the claim is settled, or has
   *     failed so that its lease must expire
   */
  public Dispatcher(
      Inbox inbox,
      Function<Claim, CompletableFuture<Void>> handler,
      Clock clock,
      int workers,
      Duration pollInterval) {
    this.inbox = inbox;
    this.handler = handler;
    this.clock = clock;
    this.pollInterval = pollInterval;
    this.sendersFirst = new RushThrottle(inbox::pressed);
    // More than the workers: some claims wait for their commit while workers are busy with others.
    this.room = workers * 4;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            workers,
            task -> DaemonThreads.create(task, "bellhop-worker-" + number.incrementAndGet()));
    this.running = inbox.leases();
    this.loop = DaemonThreads.create(this::run, "bellhop-claim");
  }

  public Dispatcher start() {
    inbox.onArrival(this::wake);
    running.start();
    loop.start();
    inbox.intake().handTo(new Workers(this::free, this::beginInOrder, this::execute));
    return this;
  }

  private int free() {
    return closed ? 0 : Math.max(0, room - running.size());
  }

  /** Looks for work now. */
  public void wake() {
    wakeUp.wake();
  }

  private void run() {
    while (!closed) {
      try {
        long began = System.nanoTime();
        if (sendersFirst.mustWait()) {
          await(RushThrottle.PAUSE);
          continue;
        }
        isFull = true;
        int free = room - running.size();
        isFull = free <= 0;
        List<Claim> claims = free <= 0 ? List.of() : inbox.claim(Math.min(free, KEYS_PER_CLAIM));
        claims.forEach(this::begin);
        Duration wait = !claims.isEmpty() ? Duration.ZERO : free <= 0 ? pollInterval : untilNext();
        if (free > 0) {
          outage.worked();
        }
        if (claims.isEmpty()) {
          await(wait);
          LockSupport.parkNanos(began + BETWEEN_LOOKS.toNanos() - System.nanoTime());
        }
      } catch (SQLException | RuntimeException e) {
        outage.failed(e);
        await(pollInterval);
      }
    }
  }

  private Duration untilNext() throws SQLException {
    Duration poll = inbox.intake().poll(pollInterval);
    Instant next = inbox.nextDue();
    if (next == null) {
      return poll;
    }
    Duration wait = Duration.between(clock.instant(), next);
    // Another node is claiming the due keys that this node did not get.
    return wait.isNegative() || wait.isZero() || wait.compareTo(poll) > 0 ? poll : wait;
  }

  private void await(Duration limit) {
    try {
      wakeUp.await(limit);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void begin(Claim claim) {
    running.add(claim.leased());
    if (inbox.intake().enter(claim)) {
      execute(claim);
    }
  }

  /** Begins a claim whose key this node has already leased. */
  private void beginInOrder(Claim claim) {
    running.add(claim.leased());
    execute(claim);
  }

  private void execute(Claim claim) {
    try {
      workers.execute(() -> work(claim));
    } catch (RejectedExecutionException e) {
      end(claim, e); // the hub stops; the next start resumes it
    }
  }

  private void work(Claim claim) {
    try {
      handler.apply(claim).whenComplete((done, error) -> end(claim, error));
    } catch (RuntimeException | Error e) {
      end(claim, e);
    }
  }

  private void end(Claim claim, Throwable error) {
    running.remove(claim.leased());
    if (error != null) {
      // The lease expires; then this node or another one claims the key again.
      LOG.warn(
          "Bellhop cannot settle a claim and retries it when its lease ends: {}",
          DatabaseErrors.describe(error));
    }
    Claim next = inbox.intake().leave(claim);
    if (next != null) {
      execute(next);
    }
    if (isFull || claim.mayLeaveWork() || closed) {
      wake();
    }
  }

  /**
   * Stops claiming and waits for claims in progress.
   *
   * @return false if some did not end in time; their leases expire, and nothing is lost
   */
  public boolean stop(Duration limit) throws InterruptedException {
    closed = true;
    wake();
    loop.join(limit.toMillis());
    workers.shutdown();
    boolean ended = workers.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    long until = System.nanoTime() + limit.toNanos();
    while (!running.isEmpty() && System.nanoTime() < until) {
      wakeUp.await(Duration.ofMillis(100));
    }
    running.stop();
    return ended && running.isEmpty();
  }
}
