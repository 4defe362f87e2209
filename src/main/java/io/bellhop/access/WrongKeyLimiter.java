package io.bellhop.access;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the wrong keys of each address. A key of 256 random bits cannot be guessed; the limit
 * bounds the look-ups that guessing costs the hub. Thread-safe.
 */
public final class WrongKeyLimiter {
  /**
   * More than a person mistypes, and more than a deployment with an old key usually sends before
   * its operator corrects it.
   */
  private static final int MAX_IN_WINDOW = 20;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** The limit of stored addresses. If an attacker uses many, Bellhop keeps the latest. */
  private static final int MAX_ADDRESSES = 10_000;

  private record Window(long began, int wrong) {}

  private final LongSupplier ticker;
  private final Map<String, Window> addresses =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /**
   * @param ticker nanoseconds since some time
   */
  public WrongKeyLimiter(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Counts a wrong key. */
  public synchronized void add(String address) {
    Window window = current(address);
    addresses.put(
        network(address),
        window == null
            ? new Window(ticker.getAsLong(), 1)
            : new Window(window.began(), window.wrong() + 1));
  }

  /** The number of seconds for which the address is locked out; 0 if it is not. */
  public synchronized long secondsBlocked(String address) {
    Window window = current(address);
    if (window == null || window.wrong() < MAX_IN_WINDOW) {
      return 0;
    }
    long left = WINDOW.toNanos() - (ticker.getAsLong() - window.began());
    return Math.max(1, Duration.ofNanos(left).plusMillis(999).toSeconds());
  }

  private Window current(String address) {
    Window window = addresses.get(network(address));
    return window == null || ticker.getAsLong() - window.began() >= WINDOW.toNanos()
        ? null
        : window;
  }

  /** One host may have all IPv6 addresses of its 64-bit network. */
  private static String network(String address) {
    String[] groups = address.split(":");
    return groups.length == 8 ? String.join(":", Arrays.copyOf(groups, 4)) : address;
  }
}
