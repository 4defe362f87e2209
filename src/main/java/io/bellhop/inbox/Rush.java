package io.bellhop.inbox;

/**
 * Knows whether senders wait for Bellhop rather than the reverse: they wait at most two seconds for
 * their answer, so other work lets them go first. With only a few requests a commit there is time
 * for both. Thread-safe.
 */
final class Rush {
  /** How many requests share a commit in a rush. */
  private static final int REQUESTS = 10;

  /** A rush ends so long after the last large commit. */
  private static final long NANOS = 20_000_000;

  private volatile long last = System.nanoTime() - NANOS;

  void committed(int requests) {
    if (requests >= REQUESTS) {
      last = System.nanoTime();
    }
  }

  /**
   * @param waiting requests that wait for their commit
   */
  boolean isOn(int waiting) {
    return waiting >= REQUESTS || System.nanoTime() - last < NANOS;
  }
}
