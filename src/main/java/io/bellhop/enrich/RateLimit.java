package io.bellhop.enrich;

import io.bellhop.provider.Retries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.util.TimeUtils;

/**
 * Keeps a provider's limits exactly: at no moment have more calls been made within a period than
 * are allowed. A token bucket would not do, it lets up to twice as many through. Thread-safe.
 */
final class RateLimit {
  /** Who is told to come at a time comes up to this much later: {@link Retries} spreads callers. */
  static final long SPREAD_MILLIS = 250;

  /** Long ago, and still not so long that a period could not be added. */
  private static final long NEVER = Long.MIN_VALUE / 2;

  /** The times of the last calls, oldest overwritten first. */
  private static final class Window {
    private final long periodMillis;
    private final long[] calls;
    private int next;

    Window(int calls, Duration period) {
      this.calls = new long[calls];
      this.periodMillis = period.toMillis();
      Arrays.fill(this.calls, NEVER);
    }

    Window(Window other) {
      this.calls = other.calls.clone();
      this.periodMillis = other.periodMillis;
      this.next = other.next;
    }

    long allowedAt() {
      return calls[next] + periodMillis;
    }

    void call(long at) {
      calls[next] = at;
      next = (next + 1) % calls.length;
    }
  }

  private final List<Window> windows = new ArrayList<>();

  /** The windows as they will be if everybody comes when told to. */
  private List<Window> planned = List.of();

  private final int mostAtOnce;
  private int running;
  private long lastPromise = NEVER;
  private long pausedUntil = NEVER;

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
    if (Math.max(pausedUntil, earliest(windows)) > now) {
      return Instant.ofEpochMilli(promise(now));
    }
    if (mostAtOnce > 0 && running >= mostAtOnce) {
      return at.plusMillis(100);
    }
    windows.forEach(window -> window.call(now));
    running++;
    return null;
  }

  private long promise(long now) {
    if (lastPromise <= now) {
      // Nobody waits any more, or does not come back: only what was really called counts.
      planned = windows.stream().map(Window::new).toList();
    }
    long mine = Math.max(now + 1, Math.max(pausedUntil, earliest(planned)));
    planned.forEach(window -> window.call(mine + SPREAD_MILLIS));
    lastPromise = mine;
    return mine;
  }

  synchronized void done() {
    running--;
  }

  /** The provider said so itself. */
  synchronized void pause(Instant until) {
    pausedUntil = Math.max(pausedUntil, until.toEpochMilli());
  }

  private static long earliest(List<Window> windows) {
    return windows.stream().mapToLong(Window::allowedAt).max().orElse(NEVER);
  }
}
