package io.bellhop.queue;

import io.bellhop.queue.OrderKeyTable.Leased;
import java.util.HashMap;
import java.util.Map;

/** Keys that are locked until a transaction ends, and what they looked like. */
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

  /** False if the lease ran out and another node may have the key: the work must be dropped. */
  public boolean stillOurs(Leased leased) {
    Leased now = held.get(leased.orderKey());
    return now != null && leased.lease().equals(now.lease());
  }

  /** Whether nothing has come to the key since it was leased. */
  public boolean unchangedSince(Leased leased) {
    return held.get(leased.orderKey()).version() == leased.version();
  }
}
