package io.bellhop.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk of the database is full: from the first write that fails for this reason until a
 * write succeeds or the disk has room again. Thread-safe.
 */
final class DiskFullState {
  private static final Logger LOG = LoggerFactory.getLogger(DiskFullState.class);

  /** The pause between log lines, because many webhooks would otherwise fill the log. */
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final DiskSpace disk;
  private final AtomicLong loggedAt = new AtomicLong(System.nanoTime() - PAUSE);
  private volatile boolean full;

  DiskFullState(DiskSpace disk) {
    this.disk = disk;
  }

  boolean isDiskFull() {
    return full;
  }

  /** The fault, if the disk is known to be full. */
  String text() {
    return "disk full: " + disk.advice();
  }

  /** Records that work failed with this error. */
  void failed(Throwable error) {
    if (DiskSpace.isFull(error) || DatabaseErrors.isAway(error) && disk.hasLittleRoom()) {
      full = true;
      log();
    }
  }

  private void log() {
    long last = loggedAt.get();
    long now = System.nanoTime();
    if (now - last >= PAUSE && loggedAt.compareAndSet(last, now)) {
      LOG.error(
          "{}; until then Bellhop answers webhooks with 503, and it recovers by itself", text());
    }
  }

  /** Records a write to disk. */
  void wrote() {
    if (full) {
      full = false;
      loggedAt.set(System.nanoTime() - PAUSE);
      LOG.info("the disk has room again; Bellhop accepts webhooks");
    }
  }

  /** Records that the database answers, which alone does not mean that the disk has room. */
  void answered() {
    if (full && !disk.hasLittleRoom()) {
      wrote();
    }
  }
}
