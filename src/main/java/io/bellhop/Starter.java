package io.bellhop;

import io.bellhop.config.ConfigException;
import io.bellhop.store.Database;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an embedded hub, as often as it takes: its database may be away, and the host has other
 * things to do. For one start.
 */
final class Starter {
  private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** A database that is there answers long before; one that is away is not waited for. */
  private static final Duration HOST_WAITS = Duration.ofSeconds(5);

  private final Hub hub;
  private final URI url;
  private final Thread thread = new Thread(this::run, "bellhop-start");
  private final CountDownLatch tried = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean ready;
  private volatile boolean failed;
  private volatile String problem;

  /**
   * @param url what listener URLs start with unless bellhop.public-url says more
   */
  Starter(Hub hub, URI url) {
    this.hub = hub;
    this.url = url;
    thread.setDaemon(true);
  }

  /** Returns when the hub is ready, or when it may take longer. */
  void start() {
    thread.start();
    try {
      tried.await(HOST_WAITS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isReady() {
    return ready;
  }

  /** Whether no further try will be made. */
  boolean hasFailed() {
    return failed;
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!done()) {
        tried.countDown();
        LOG.warn("Bellhop does not start, next try in {} s: {}", pause.toSeconds(), problem);
        if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tried.countDown();
    }
  }

  /** Whether there is nothing more to try. */
  private boolean done() {
    try {
      hub.prepare(false);
      hub.start(url);
      problem = null;
      ready = true;
      LOG.info("Bellhop is ready");
      return true;
    } catch (ConfigException e) {
      problem = e.getMessage();
      failed = true;
      LOG.error("Bellhop does not start: {}", problem);
      return true;
    } catch (SQLException | RuntimeException e) {
      problem = Database.describe(e);
      return false;
    }
  }

  /** Tries no more; what has started goes on. */
  void stop() throws InterruptedException {
    stopped.countDown();
    // Not interrupted: H2 would close its file.
    thread.join(TimeUnit.SECONDS.toMillis(40));
  }
}
