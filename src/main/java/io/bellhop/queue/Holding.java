package io.bellhop.queue;

import io.bellhop.queue.KeyTable.Leased;
import java.util.HashMap;
import java.util.Map;

/** Keys that are locked until a transaction ends, and what they looked like. */
public final class Holding {
  static final Holding NONE = new Holding(Map.of());

  private final Map<String, Leased> held;

  Holding(Map<String, Leased> held) {
    this.held = held;
  }

  Holding and(Holding other) {
    Map<String, Leased> all = new HashMap<>(held);
    all.putAll(other.held);
    return new Holding(all);
  }

  /** False if the lease ran out and another node may have the key: the work must be dropped. */
  public boolean stillOurs(Leased leased) {
    Leased now = held.get(leased.orderKey());
    return now != null && leased.lease().equals(now.lease());
  }

  /** Whether nothing has come to the key since it was leased. */
  public boolean quiet(Leased leased) {
    return held.get(leased.orderKey()).generation() == leased.generation();
  }
}
