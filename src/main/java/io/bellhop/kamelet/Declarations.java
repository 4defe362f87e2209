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
 * Collects the declarations of a context's Kamelets until the hub is ready, then applies them and
 * later ones at once. It logs an error for a wrong one and continues with the others. For one run
 * of a hub. Thread-safe.
 */
public final class Declarations {
  /** Applies a declaration. */
  @FunctionalInterface
  public interface Work {
    /**
     * @throws ConfigException if it can never be applied
     * @throws SQLException if a retry may succeed
     */
    void apply(Declaration declaration) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);

  private final Deque<Declaration> waiting = new ArrayDeque<>();
  private final Set<String> names = new HashSet<>();
  private final ReconnectPauses pauses = new ReconnectPauses();
  private Work work;
  private Thread thread;

  /** Never throws: a mistake here must not keep the context from starting. */
  public synchronized void declare(Declaration declaration) {
    boolean isNew = names.add(declaration.name());
    if (!isNew && work == null) {
      refuse(
          declaration
              .wanted()
              .fault("name", declaration.name() + " is the name of another route too"));
      return;
    }
    // While the hub runs, a second declaration with the same name comes from a reload.
    waiting.add(declaration);
    if (work != null && thread == null && !pauses.isStopped()) {
      thread = DaemonThreads.create(this::applyLater, "bellhop-kamelets");
      thread.start();
    }
  }

  /** Logs that a Kamelet is wrong. Its route gets no events; all others continue. */
  public void refuse(ConfigException fault) {
    LOG.error("{}. Until that is fixed this route gets no events.", fault.getMessage());
  }

  /**
   * Applies all declarations, and later ones as they arrive. The caller may repeat it after a
   * failure.
   *
   * @throws SQLException if the database is unavailable
   */
  public void open(Work target) throws SQLException {
    apply(target);
    synchronized (this) {
      work = target;
    }
    // Declarations that arrived in the meantime.
    apply(target);
  }

  private void apply(Work target) throws SQLException {
    for (Declaration next = next(); next != null; next = next()) {
      try {
        target.apply(next);
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

  private void applyLater() {
    try {
      while (!isDone()) {
        try {
          apply(work);
        } catch (SQLException e) {
          LOG.warn(
              "Bellhop cannot apply a Kamelet without the database and retries in {} s: {}",
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

  /** Stops applying declarations. */
  public void close() throws InterruptedException {
    pauses.stop();
    Thread last;
    synchronized (this) {
      last = thread;
    }
    if (last != null) {
      // Without an interrupt, which would make H2 close its file.
      last.join(TimeUnit.SECONDS.toMillis(40));
    }
  }
}
