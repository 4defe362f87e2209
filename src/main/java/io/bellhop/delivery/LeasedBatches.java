package io.bellhop.delivery;

import io.bellhop.queue.Leases;
import io.bellhop.queue.OrderKeyTable.Leased;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The batches that this node works on, by order key, and their leases. Thread-safe. */
final class LeasedBatches {
  private final Leases leases;
  private final Map<String, DeliveryProgress> byKey = new ConcurrentHashMap<>();

  LeasedBatches(Leases leases) {
    this.leases = leases;
  }

  void start() {
    leases.start();
  }

  /** Stops renewing leases. */
  void stop() {
    leases.stop();
  }

  boolean isEmpty() {
    return leases.isEmpty();
  }

  boolean has(DeliveryProgress progress) {
    return leases.has(progress.leased());
  }

  /**
   * @return the progress of the batch; null if the batch only renews the lease of one in progress
   */
  DeliveryProgress add(DeliveryBatch batch) {
    DeliveryProgress fresh = new DeliveryProgress(batch);
    DeliveryProgress progress =
        byKey.compute(
            batch.leased().orderKey(),
            (key, before) -> before != null && continues(before, batch) ? before : fresh);
    if (progress != fresh) {
      return null;
    }
    leases.add(batch.leased(), batch.until());
    return fresh;
  }

  /**
   * The lease of a batch may expire while the batch is in progress, and then come back to this
   * node.
   */
  private boolean continues(DeliveryProgress before, DeliveryBatch batch) {
    Leased old = before.leased();
    if (!before.continueAs(batch)) {
      return false;
    }
    leases.add(before.leased(), batch.until());
    leases.remove(old);
    return true;
  }

  void remove(DeliveryProgress progress) {
    byKey.remove(progress.batch.leased().orderKey(), progress);
    leases.remove(progress.leased());
  }
}
