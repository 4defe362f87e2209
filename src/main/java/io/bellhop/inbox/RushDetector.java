package io.bellhop.inbox;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows whether more webhooks come than workers keep up with: then some wait in any case, and other
 * work lets the senders go first, who wait at most two seconds for their answer. It counts what
 * comes, and not how many share a commit: a slow disk alone is no rush. What lasts is load and no
 * rush: other work then has at least every other ten seconds. Thread-safe.
 */
final class RushDetector {
  /** About what a core can turn into events in a second. */
  private static final int PER_CORE = 600;

  /** So long is counted: a pause of the collector and what has gathered meanwhile are no rush. */
  private static final long WINDOW = Duration.ofMillis(200).toNanos();

  /** A rush is no longer than this, and so long after it there is no other. */
  private static final long LONGEST = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanos;
  private final long most;
  private long windowBegan;
  private int counted;
  private long began;
  private long restsUntil;
  private volatile long until;

  RushDetector() {
    this(System::nanoTime, Runtime.getRuntime().availableProcessors());
  }

  /**
   * @param nanos the time
   * @param cores that senders and workers share
   */
  RushDetector(LongSupplier nanos, int cores) {
    this.nanos = nanos;
    this.most = PER_CORE * (long) cores * WINDOW / Duration.ofSeconds(1).toNanos();
    this.windowBegan = nanos.getAsLong();
    this.restsUntil = windowBegan;
    this.until = windowBegan;
  }

  /** Counts requests that share a commit; by the one thread that commits. */
  void committed(int requests) {
    long now = nanos.getAsLong();
    counted += requests;
    if (now - windowBegan >= WINDOW) {
      if (counted * (double) WINDOW / (now - windowBegan) > most && now - restsUntil >= 0) {
        goesOn(now);
      }
      windowBegan = now;
      counted = 0;
    }
  }

  private void goesOn(long now) {
    if (!isOn()) {
      began = now;
    }
    if (now - began < LONGEST) {
      until = now + 2 * WINDOW;
    } else {
      restsUntil = now + LONGEST;
    }
  }

  /** It also ends when a window has passed in which less came, or nothing. */
  boolean isOn() {
    return nanos.getAsLong() - until < 0;
  }
}
