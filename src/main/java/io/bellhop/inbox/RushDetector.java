package io.bellhop.inbox;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Detects a rush: more webhooks arrive than workers can process. Some messages must wait in any
 * case then, so answers to senders take precedence over other work, since senders wait at most two
 * seconds. It counts webhooks, not the requests of a commit: a slow disk alone is not a rush. A
 * lasting flood is not a rush either: other work gets at least every other ten seconds.
 * Thread-safe.
 */
final class RushDetector {
  /** About how many webhooks a second one core can turn into events. */
  private static final int PER_CORE = 600;

  /**
   * The interval for counting. It is long enough that requests which wait for a garbage collection
   * are not a rush.
   */
  private static final long WINDOW = Duration.ofMillis(200).toNanos();

  /** The longest rush, and the shortest time between two rushes. */
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
   * @param nanos a clock in nanoseconds
   * @param cores that senders and workers share
   */
  RushDetector(LongSupplier nanos, int cores) {
    this.nanos = nanos;
    this.most = PER_CORE * (long) cores * WINDOW / Duration.ofSeconds(1).toNanos();
    this.windowBegan = nanos.getAsLong();
    this.restsUntil = windowBegan;
    this.until = windowBegan;
  }

  /** Counts the requests of a commit. Only the thread that commits calls it. */
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

  /** A rush also ends when fewer webhooks arrive during a window, or none. */
  boolean isOn() {
    return nanos.getAsLong() - until < 0;
  }
}
