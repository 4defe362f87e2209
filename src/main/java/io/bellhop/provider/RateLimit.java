package io.bellhop.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.TimeUtils;

/**
 * Keeps a provider's limits exactly: at no moment have more calls been made within a period than
 * are allowed. A token bucket would not do, it lets up to twice as many through. Thread-safe.
 */
final class RateLimit {
  /** The times of the last calls, oldest overwritten first. */
  private static final class Window {
    private final long periodMillis;
    private final long[] calls;
    private int next;
    private long made;

    Window(int calls, Duration period) {
      this.calls = new long[calls];
      this.periodMillis = period.toMillis();
    }

    /** When a call is allowed after {@code ahead} others that wait as well; in milliseconds. */
    long allowedAt(int ahead) {
      if (made + ahead < calls.length) {
        return 0;
      }
      int rounds = ahead / calls.length;
      long slot = calls[(next + ahead) % calls.length];
      return slot + periodMillis * (rounds + 1L);
    }

    void call(long now) {
      calls[next] = now;
      next = (next + 1) % calls.length;
      made++;
    }
  }

  private final List<Window> windows = new ArrayList<>();
  private final int mostAtOnce;
  private int running;
  private int turnedAway;
  private long pausedUntil;

  /**
   * @param limits as in {@code 15/1s 120/1m 5000/1h}; empty for none
   * @param mostAtOnce calls that may be under way at the same time; 0: any number
   */
  RateLimit(String limits, int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
    for (String limit : limits.isBlank() ? new String[0] : limits.trim().split("\\s+")) {
      String[] parts = limit.split("/", 2);
      if (parts.length < 2
          || !parts[0].matches("[1-9][0-9]{0,6}")
          || !parts[1].matches("[1-9][0-9]{0,8}(ms|s|m|h|d)")) {
        throw new IllegalArgumentException(
            "a limit must look like 300/5m (calls in a period), was: " + limit);
      }
      windows.add(
          new Window(
              Integer.parseInt(parts[0]), Duration.ofMillis(TimeUtils.toMilliSeconds(parts[1]))));
    }
  }

  /**
   * Takes a permit; {@link #done} gives the place back when the call has ended.
   *
   * @return null if the call may be made, else when to ask again: callers are told different times,
   *     so that they do not all come at once
   */
  synchronized Instant take(Instant at) {
    long now = at.toEpochMilli();
    long allowed = Math.max(pausedUntil, earliest(0));
    if (allowed > now) {
      long mine = Math.max(pausedUntil, earliest(turnedAway));
      turnedAway++;
      return Instant.ofEpochMilli(Math.max(mine, now + 1));
    }
    if (mostAtOnce > 0 && running >= mostAtOnce) {
      return at.plusMillis(100);
    }
    windows.forEach(window -> window.call(now));
    running++;
    turnedAway = Math.max(0, turnedAway - 1);
    return null;
  }

  synchronized void done() {
    running--;
  }

  /** The provider said so itself. */
  synchronized void pause(Instant until) {
    pausedUntil = Math.max(pausedUntil, until.toEpochMilli());
  }

  private long earliest(int ahead) {
    long at = 0;
    for (Window window : windows) {
      at = Math.max(at, window.allowedAt(ahead));
    }
    return at;
  }
}
