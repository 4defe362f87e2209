package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.delivery.DeliveryTable.Settled;
import io.bellhop.delivery.http.DeliveryAttempt;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.queue.OrderKeyTable.Leased;
import java.util.ArrayList;
import java.util.List;

/**
 * What has become of a batch so far: gathered by one sender after another, then written at once.
 * Only its lease is thread-safe.
 */
final class DeliveryProgress {
  final DeliveryBatch batch;
  final List<DeliveryAttempt> attempts = new ArrayList<>();
  final List<Settled> settled = new ArrayList<>();
  Postponed postponed;
  boolean gone;

  /** Whether its key has more to do: set when it is written. */
  boolean released;

  /** The lease that it was written under the last time: for whoever writes. */
  Leased writtenUnder;

  private Leased leased;
  private boolean over;

  DeliveryProgress(DeliveryBatch batch) {
    this.batch = batch;
    this.leased = batch.leased();
  }

  synchronized Leased leased() {
    return leased;
  }

  /**
   * Takes over the lease of another batch of the same key, which this node has claimed because the
   * lease of this one ran out. What was sent meanwhile counts, and is not sent again.
   *
   * @return false if that is work of its own, since something has become of this one's
   */
  synchronized boolean goOnAs(DeliveryBatch next) {
    if (over || !isOfTheSame(next)) {
      return false;
    }
    // The version stays: what has come to the key since then is not in this batch.
    leased = new Leased(leased.orderKey(), next.leased().lease(), leased.version());
    return true;
  }

  private boolean isOfTheSame(DeliveryBatch next) {
    OutboundEvent ours = batch.deliveries().get(0);
    OutboundEvent theirs = next.deliveries().get(0);
    return ours.id().equals(theirs.id()) && ours.attempts() == theirs.attempts();
  }

  /**
   * @return false if it has got another lease since it was written: it is to be written again
   */
  synchronized boolean end() {
    over = leased.equals(writtenUnder);
    return over;
  }

  boolean complete() {
    return batch.whole() && settled.size() == batch.deliveries().size();
  }

  boolean anySuccess() {
    return attempts.stream().anyMatch(attempt -> attempt.reply().isSuccess());
  }
}
