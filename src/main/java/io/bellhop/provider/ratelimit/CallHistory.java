package io.bellhop.provider.ratelimit;

import java.util.Arrays;

/**
 * The last calls by their numbers, which follow the order of their permits, each with the latest
 * time at which the provider may have counted it. Not thread-safe.
 */
final class CallHistory {
  /** Long ago, but not so long that adding a period would overflow. */
  static final long NEVER = Long.MIN_VALUE / 2;

  private final Limits limits;
  private final long[] countedBy;
  private long last;

  CallHistory(Limits limits) {
    this.limits = limits;
    this.countedBy = new long[limits.longest()];
    Arrays.fill(countedBy, NEVER);
  }

  CallHistory(CallHistory other) {
    this.limits = other.limits;
    this.countedBy = other.countedBy.clone();
    this.last = other.last;
  }

  /** The number of the last call; 0 if there was none. */
  long last() {
    return last;
  }

  /** Adds a call, or changes the time of a known call. */
  void put(long number, long at) {
    last = Math.max(last, number);
    if (number > last - countedBy.length) {
      countedBy[Math.floorMod(number, countedBy.length)] = at;
    }
  }

  /**
   * When one more call is allowed: in each window, the call that it would push out is a period ago.
   * A token bucket would allow up to twice as many.
   */
  long freeAt(boolean background) {
    long free = NEVER;
    for (Limits.Window window : limits.windows()) {
      free = Math.max(free, freeAt(window, window.calls()));
      if (background) {
        // In addition to the above, because an earlier call may have taken longer.
        free = Math.max(free, freeAt(window, window.background()));
      }
    }
    return free;
  }

  private long freeAt(Limits.Window window, int calls) {
    return countedBy[Math.floorMod(last + 1 - calls, countedBy.length)] + window.periodMillis();
  }

  /** The used share of the fullest window: 1 is all of it. */
  double used(long now) {
    double most = 0;
    for (Limits.Window window : limits.windows()) {
      long since = now - window.periodMillis();
      long calls = Arrays.stream(countedBy).filter(at -> at > since).count();
      most = Math.max(most, (double) calls / window.calls());
    }
    return most;
  }
}
