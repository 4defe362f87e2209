package io.bellhop.provider.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.TimeUtils;

/** The numbers of calls that a provider allows within periods; all of them apply together. */
record Limits(List<Window> windows) {
  /** The maximum number of calls in any period, whenever the period begins. */
  record Window(int calls, long periodMillis) {
    /** The share for callers in the background: the last fifth stays free for the others. */
    int background() {
      return Math.max(1, (int) (calls * 4L / 5));
    }
  }

  /**
   * @param text as in {@code 15/1s 120/1m 5000/1h}; empty for none
   */
  static Limits parse(String text) {
    List<Window> windows = new ArrayList<>();
    for (String limit : text.isBlank() ? new String[0] : text.trim().split("\\s+")) {
      String[] parts = limit.split("/", 2);
      if (parts.length < 2
          || !parts[0].matches("[1-9][0-9]{0,6}")
          || !parts[1].matches("[1-9][0-9]{0,8}(ms|s|m|h|d)")) {
        throw new IllegalArgumentException(
            "a limit must look like 300/5m (calls in a period), was: " + limit);
      }
      windows.add(new Window(Integer.parseInt(parts[0]), TimeUtils.toMilliSeconds(parts[1])));
    }
    return new Limits(List.copyOf(windows));
  }

  boolean isEmpty() {
    return windows.isEmpty();
  }

  /** The number of past calls that the limits need. */
  int longest() {
    return windows.stream().mapToInt(Window::calls).max().orElse(0);
  }

  /** Limits with longer periods. */
  Limits wider(Duration margin) {
    return new Limits(
        windows.stream()
            .map(w -> new Window(w.calls(), w.periodMillis() + margin.toMillis()))
            .toList());
  }

  /** The pause between calls in the background that use only their share. */
  long backgroundPaceMillis() {
    return windows.stream().mapToLong(w -> w.periodMillis() / w.background()).max().orElse(0);
  }
}
