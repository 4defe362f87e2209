package io.bellhop.delivery.relay;

import java.time.Instant;
import java.util.UUID;

/**
 * Events of the log, one after the other without a gap, that are for one subscription.
 *
 * @param first the place of the first one
 * @param last the place of the last one
 * @param createdAt when they were emitted
 */
record RelayRun(UUID subscription, long first, long last, Instant createdAt) {
  boolean mayGoOnTo(long seq) {
    return seq == last + 1 && seq - first < RelayRuns.LONGEST;
  }

  RelayRun to(long seq) {
    return new RelayRun(subscription, first, seq, createdAt);
  }
}
