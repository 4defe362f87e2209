package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.delivery.DeliveryTable.Settled;
import io.bellhop.delivery.http.DeliveryAttempt;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.queue.OrderKeyTable.Leased;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcomes of a batch so far: one run collects them, then one commit writes them. Only its
 * lease is thread-safe.
 */
final class DeliveryProgress {
  final DeliveryBatch batch;
  final List<DeliveryAttempt> attempts = new ArrayList<>();

  /** Failures before anything was sent: they do not count as failures of the subscriber. */
  final List<DeliveryAttempt> unsent = new ArrayList<>();

  final List<Settled> settled = new ArrayList<>();
  Postponed postponed;
  boolean gone;

  /** Whether the key has been released for more deliveries; the commit sets it. */
  boolean released;

  /** The lease at the time of the last commit. */
  Leased writtenUnder;

  private Leased leased;
  private boolean ended;

  DeliveryProgress(DeliveryBatch batch) {
    this.batch = batch;
    this.leased = batch.leased();
  }

  synchronized Leased leased() {
    return leased;
  }

  /**
   * Takes over the lease of another batch of the same key, which this node claimed after the lease
   * of this batch expired. Posts that ended in between count, and Bellhop does not repeat them.
   *
   * @return false if the other batch is separate work, because this one already has outcomes
   */
  synchronized boolean continueAs(DeliveryBatch next) {
    if (ended || !isOfTheSame(next)) {
      return false;
    }
    // The version stays: later deliveries of the key are not in this batch.
    leased = new Leased(leased.orderKey(), next.leased().lease(), leased.version());
    return true;
  }

  private boolean isOfTheSame(DeliveryBatch next) {
    OutboundEvent ours = batch.deliveries().get(0);
    OutboundEvent theirs = next.deliveries().get(0);
    return ours.id().equals(theirs.id()) && ours.nextAttempt() == theirs.nextAttempt();
  }

  /**
   * @return false if the batch got another lease after the commit, so that another commit must
   *     write it
   */
  synchronized boolean end() {
    ended = leased.equals(writtenUnder);
    return ended;
  }

  boolean complete() {
    return batch.whole() && settled.size() == batch.deliveries().size();
  }

  /** Whether the key has more deliveries that can be sent as soon as this progress is written. */
  boolean hasMore() {
    return !complete() && postponed == null;
  }

  boolean anySuccess() {
    return attempts.stream().anyMatch(attempt -> attempt.reply().isSuccess());
  }
}
