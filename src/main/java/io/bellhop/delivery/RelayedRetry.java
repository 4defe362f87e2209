package io.bellhop.delivery;

import io.bellhop.delivery.Redelivery.RetryResult;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.relay.LoggedEvents;
import io.bellhop.delivery.relay.LoggedEvents.Logged;
import io.bellhop.delivery.relay.RelayRuns;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends an event again that a relay has sent, or makes the relay retry it at once. */
final class RelayedRetry {
  private final Subscriptions subscriptions;
  private final DeliveryTable table;
  private final RedeliveryTable redeliveries;
  private final LoggedEvents log;
  private final EventReplay replay;
  private final RelayRuns runs = new RelayRuns();
  private final Clock clock;

  RelayedRetry(
      Subscriptions subscriptions,
      DeliveryTable table,
      RedeliveryTable redeliveries,
      LoggedEvents log,
      EventReplay replay,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.table = table;
    this.redeliveries = redeliveries;
    this.log = log;
    this.replay = replay;
    this.clock = clock;
  }

  /**
   * @param id the id that the API shows for a relayed event
   */
  RetryResult retry(Connection connection, UUID id) throws SQLException {
    redeliveries.takeHead(connection);
    long seq = DeliveryId.eventSeq(id);
    Optional<UUID> owner =
        runs.subscriptions(connection, seq).stream()
            .filter(subscription -> DeliveryId.ofRelayed(seq, subscription).equals(id))
            .findFirst();
    if (owner.isEmpty()) {
      return RetryResult.NOT_FOUND;
    }
    Optional<Subscription> subscription = subscriptions.in(connection, owner.get());
    List<Logged> event =
        log.read(connection, seq, 1).stream()
            .filter(logged -> logged.event().seq() == seq)
            .toList();
    if (event.isEmpty()) {
      return RetryResult.EVENT_GONE;
    }
    if (subscription.isEmpty()) {
      return RetryResult.WEBHOOK_GONE;
    }
    if (!subscription.get().active()) {
      return RetryResult.WEBHOOK_INACTIVE;
    }
    Instant now = clock.instant();
    if (runs.isSent(connection, owner.get(), seq)) {
      Optional<Instant> emitted = runs.takeOut(connection, owner.get(), seq);
      OutboundEvent again =
          replay.delivery(id, subscription.get(), event.get(0), emitted.orElse(now));
      RelayedEvents.write(connection, table, List.of(again));
    } else {
      runs.hurry(connection, owner.get(), now);
    }
    return RetryResult.QUEUED;
  }
}
