package io.bellhop.delivery.relay;

import java.time.Instant;
import java.util.UUID;

/**
 * A run of consecutive events of the log for one subscription.
 *
 * @param first the place of the first event
 * @param last the place of the last event
 * @param createdAt when the events were emitted
 */
record RelayRun(UUID subscription, long first, long last, Instant createdAt) {
  boolean mayGoOnTo(long seq) {
    return seq == last + 1 && seq - first < RelayRuns.LONGEST;
  }

  RelayRun to(long seq) {
    return new RelayRun(subscription, first, seq, createdAt);
  }
}
