package io.bellhop.event;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies callers that wait for events: at once about events of this node, and within a second
 * about events of other nodes. One query of the log's head a second serves all waiting callers;
 * without any, there is no query. Thread-safe.
 */
public final class EventNotifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventNotifier.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Each call reads the database for a moment. */
  private static final int THREADS = 4;

  private final Database database;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(THREADS, DaemonThreads.named("bellhop-live"));
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private Future<?> looks;
  private long seen;

  public EventNotifier(Database database) {
    this.database = database;
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(10, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Wraps subscribers, so that waiting callers are notified after each commit. */
  public EventSubscribers around(EventSubscribers subscribers) {
    return (connection, events, now) -> {
      Runnable afterCommit = subscribers.fanOut(connection, events, now);
      return () -> {
        afterCommit.run();
        callAll();
      };
    };
  }

  /** Runs a call, on a thread of this notifier, whenever there may be new events. */
  public synchronized void add(Runnable call) {
    waiting.add(call);
    if (looks == null && !executor.isShutdown()) {
      looks =
          executor.scheduleWithFixedDelay(
              this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  public synchronized void remove(Runnable call) {
    waiting.remove(call);
    if (waiting.isEmpty() && looks != null) {
      looks.cancel(false);
      looks = null;
    }
  }

  /** Runs a task on a thread of this notifier; does nothing after it is closed. */
  public void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the hub is stopping, so this task does not run");
    }
  }

  /**
   * Runs a task later.
   *
   * @return to cancel it; null if this is closed
   */
  public Future<?> later(Runnable task, Duration delay) {
    try {
      return executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  private void callAll() {
    if (!waiting.isEmpty()) {
      run(() -> waiting.forEach(this::run));
    }
  }

  private void look() {
    try {
      long head =
          database.transact(
              connection ->
                  Sql.first(
                          connection,
                          "select last_seq from event_head where id = 1",
                          row -> row.number("last_seq"))
                      .orElse(0L));
      boolean isNew = head != seen;
      seen = head;
      if (isNew) {
        callAll();
      }
    } catch (SQLException e) {
      LOG.debug("Bellhop cannot read the head of the event log: {}", DatabaseErrors.describe(e));
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
