package io.bellhop.delivery;

import io.bellhop.delivery.DeliveryTable.Postponed;
import io.bellhop.delivery.DeliveryTable.Settled;
import java.util.ArrayList;
import java.util.List;

/** What became of a batch: gathered by one sender after another, then written at once. */
final class Ended {
  final Batch batch;
  final List<Attempt> attempts = new ArrayList<>();
  final List<Settled> settled = new ArrayList<>();
  Postponed postponed;
  boolean gone;

  /** Whether its key has more to do: set when it is written. */
  boolean released;

  Ended(Batch batch) {
    this.batch = batch;
  }

  boolean complete() {
    return batch.whole() && settled.size() == batch.deliveries().size();
  }

  boolean anySuccess() {
    return attempts.stream().anyMatch(attempt -> attempt.reply().isSuccess());
  }
}
