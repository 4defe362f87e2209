package io.bellhop.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known to be wrong with the database: its disk is full, from the first write that fails of
 * it until one works or there is room again. Thread-safe.
 */
final class DatabaseTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseTrouble.class);

  /** Every webhook of a rush would say the same. */
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final DiskSpace disk;
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - PAUSE);
  private volatile boolean full;

  DatabaseTrouble(DiskSpace disk) {
    this.disk = disk;
  }

  boolean isDiskFull() {
    return full;
  }

  /** In words, once it is known that it is full. */
  String text() {
    return "disk full: " + disk.advice();
  }

  /** Work has failed of this. */
  void failed(Throwable error) {
    if (DiskSpace.isFull(error) || Database.isAway(error) && disk.hasLittleRoom()) {
      full = true;
      say();
    }
  }

  private void say() {
    long last = saidAt.get();
    long now = System.nanoTime();
    if (now - last >= PAUSE && saidAt.compareAndSet(last, now)) {
      LOG.error("{}; until then webhooks are answered with 503, and it goes on by itself", text());
    }
  }

  /** Something was written to disk. */
  void wrote() {
    if (full) {
      full = false;
      saidAt.set(System.nanoTime() - PAUSE);
      LOG.info("there is room on the disk again, webhooks are taken");
    }
  }

  /** The database answers; that alone does not make room. */
  void answered() {
    if (full && !disk.hasLittleRoom()) {
      wrote();
    }
  }
}
