package io.bellhop.kamelet;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.config.ConfigException;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.ReconnectPauses;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the Kamelets of a context have asked for: it waits until the hub is ready for it, and is
 * applied at once from then on. One that is wrong is an error in the log and stops nothing else.
 * For one run of a hub. Thread-safe.
 */
public final class Declarations {
  /** Takes one up. */
  @FunctionalInterface
  public interface Work {
    /**
     * @throws ConfigException if it can never be applied
     * @throws SQLException if a retry may succeed
     */
    void takeUp(Declaration declaration) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);

  private final Deque<Declaration> waiting = new ArrayDeque<>();
  private final Set<String> names = new HashSet<>();
  private final ReconnectPauses pauses = new ReconnectPauses();
  private Work work;
  private Thread thread;

  /** Never fails: a route that is wrong here must not keep its context from starting. */
  public synchronized void declare(Declaration declaration) {
    boolean isNew = names.add(declaration.name());
    if (!isNew && work == null) {
      refuse(
          declaration
              .wanted()
              .fault("name", declaration.name() + " is the name of another route too"));
      return;
    }
    // Once the hub runs, a second one of the same name is the first after a reload.
    waiting.add(declaration);
    if (work != null && thread == null && !pauses.isStopped()) {
      thread = DaemonThreads.create(this::takeUpLate, "bellhop-kamelets");
      thread.start();
    }
  }

  /**
   * Logs that a Kamelet cannot be used as it is written. It gets no events, and all else goes on.
   */
  public void refuse(ConfigException fault) {
    LOG.error("{}. Until that is fixed this route gets no events.", fault.getMessage());
  }

  /**
   * Applies all that has been declared, and from now on what is declared later. May be called again
   * if it fails.
   *
   * @throws SQLException if the database is away
   */
  public void open(Work taker) throws SQLException {
    takeUp(taker);
    synchronized (this) {
      work = taker;
    }
    // What came in between.
    takeUp(taker);
  }

  private void takeUp(Work taker) throws SQLException {
    for (Declaration next = next(); next != null; next = next()) {
      try {
        taker.takeUp(next);
      } catch (ConfigException e) {
        refuse(e);
      } catch (SQLException e) {
        putBack(next);
        throw e;
      } catch (RuntimeException e) {
        if (e.getCause() instanceof SQLException away && DatabaseErrors.mayPass(away)) {
          putBack(next);
          throw away;
        }
        LOG.error("Bellhop cannot use {}: {}", next.wanted().place(), DatabaseErrors.describe(e));
      }
    }
  }

  private synchronized Declaration next() {
    return waiting.poll();
  }

  private synchronized void putBack(Declaration declaration) {
    waiting.addFirst(declaration);
  }

  private void takeUpLate() {
    try {
      while (!isDone()) {
        try {
          takeUp(work);
        } catch (SQLException e) {
          LOG.warn(
              "a Kamelet waits for the database; Bellhop retries in {} s: {}",
              pauses.nextSeconds(),
              DatabaseErrors.describe(e));
          pauses.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isDone() {
    if (waiting.isEmpty() || pauses.isStopped()) {
      thread = null;
      return true;
    }
    return false;
  }

  /** Applies no further declarations. */
  public void close() throws InterruptedException {
    pauses.stop();
    Thread last;
    synchronized (this) {
      last = thread;
    }
    if (last != null) {
      // Not interrupted: H2 would close its file.
      last.join(TimeUnit.SECONDS.toMillis(40));
    }
  }
}
