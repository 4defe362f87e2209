package io.bellhop.queue;

import io.bellhop.queue.OrderKeyTable.Leased;
import java.util.HashMap;
import java.util.Map;

/**
 * Order keys that are locked until the transaction ends, with their state at the time of the lock.
 */
public final class LockedKeys {
  static final LockedKeys NONE = new LockedKeys(Map.of());

  private final Map<String, Leased> held;

  LockedKeys(Map<String, Leased> held) {
    this.held = held;
  }

  LockedKeys and(LockedKeys other) {
    Map<String, Leased> all = new HashMap<>(held);
    all.putAll(other.held);
    return new LockedKeys(all);
  }

  /**
   * False if the lease has expired and another node may have the key. Then the caller must drop its
   * work.
   */
  public boolean stillOurs(Leased leased) {
    Leased now = held.get(leased.orderKey());
    return now != null && leased.lease().equals(now.lease());
  }

  /** Whether nothing has arrived for the key since it was leased. */
  public boolean unchangedSince(Leased leased) {
    return held.get(leased.orderKey()).version() == leased.version();
  }
}
