package io.bellhop.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Remembers addresses that recently accepted no connection. Bellhop tries them last, so that not
 * every post to a host with several addresses waits for an unreachable one. Thread-safe.
 */
public final class UnreachableAddresses {
  /** After this time an address gets its usual place again, because it may be reachable. */
  private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

  /** Limits the memory for hosts with many names and addresses. */
  private static final int MAX_ADDRESSES = 1024;

  private final LongSupplier ticker;
  private final Map<InetSocketAddress, Long> since = new ConcurrentHashMap<>();

  /**
   * @param ticker nanoseconds since some time
   */
  public UnreachableAddresses(LongSupplier ticker) {
    this.ticker = ticker;
  }

  public void add(InetSocketAddress address) {
    long now = ticker.getAsLong();
    since.values().removeIf(at -> now - at > KEPT_NANOS);
    if (since.size() < MAX_ADDRESSES) {
      since.put(address, now);
    }
  }

  public void remove(InetSocketAddress address) {
    since.remove(address);
  }

  /** The same addresses, with those that recently accepted no connection at the end. */
  public List<InetSocketAddress> last(List<InetSocketAddress> addresses) {
    return since.isEmpty()
        ? addresses
        : addresses.stream().sorted(Comparator.comparing(this::isUnreachable)).toList();
  }

  private boolean isUnreachable(InetSocketAddress address) {
    Long at = since.get(address);
    return at != null && ticker.getAsLong() - at <= KEPT_NANOS;
  }
}
