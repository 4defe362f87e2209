package io.bellhop.inbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Makes a loop wait while senders take precedence, but not during a whole flood, because events
 * must not wait that long. Used by one thread only.
 */
final class RushThrottle {
  /** How long the loop waits before it asks again. */
  static final Duration PAUSE = Duration.ofMillis(20);

  /**
   * The loop makes at least one step in this time: some dozens of order keys, which take a few
   * hundredths of a core.
   */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final BooleanSupplier isPressed;
  private long lastStep = System.nanoTime();

  /**
   * @param isPressed whether many senders wait for answers
   */
  RushThrottle(BooleanSupplier isPressed) {
    this.isPressed = isPressed;
  }

  /** Whether the loop has to wait now. */
  boolean mustWait() {
    if (!isPressed.getAsBoolean()) {
      return false;
    }
    long now = System.nanoTime();
    boolean hasYieldedEnough = now - lastStep > LONGEST.toNanos();
    lastStep = hasYieldedEnough ? now : lastStep;
    return !hasYieldedEnough;
  }
}
