package io.bellhop.runtime;

import io.bellhop.concurrent.DaemonThreads;
import io.bellhop.config.ConfigException;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.ReconnectPauses;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an embedded hub and retries while its database is unavailable, without blocking the host.
 * For one start.
 */
public final class EmbeddedStartup {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStartup.class);

  /**
   * A reachable database answers much sooner; the host does not wait longer for an unavailable one.
   */
  private static final Duration HOST_WAITS = Duration.ofSeconds(5);

  private final Hub hub;
  private final URI url;
  private final Thread thread = DaemonThreads.create(this::run, "bellhop-start");
  private final CountDownLatch tried = new CountDownLatch(1);
  private final ReconnectPauses pauses = new ReconnectPauses();
  private volatile boolean ready;
  private volatile boolean failed;
  private volatile String problem;

  /**
   * @param url what listener URLs start with unless bellhop.public-url is set
   */
  public EmbeddedStartup(Hub hub, URI url) {
    this.hub = hub;
    this.url = url;
  }

  /** Starts the hub. Returns when it is ready, or when the start may take longer. */
  public void start() {
    thread.start();
    try {
      tried.await(HOST_WAITS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean isReady() {
    return ready;
  }

  /** Whether the start has failed and Bellhop does not retry it. */
  public boolean hasFailed() {
    return failed;
  }

  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn && !done()) {
        tried.countDown();
        LOG.warn("Bellhop does not start and retries in {} s: {}", pauses.nextSeconds(), problem);
        goesOn = pauses.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tried.countDown();
    }
  }

  /** Tries to start; true if it must not retry. */
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
      problem = DatabaseErrors.describe(e);
      return false;
    }
  }

  /** Stops retrying; a started hub continues. */
  public void stop() throws InterruptedException {
    pauses.stop();
    // Without an interrupt, which would make H2 close its file.
    thread.join(TimeUnit.SECONDS.toMillis(40));
  }
}
