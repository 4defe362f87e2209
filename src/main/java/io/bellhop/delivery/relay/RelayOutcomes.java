package io.bellhop.delivery.relay;

import io.bellhop.delivery.http.DeliveryListener;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.sink.BatchReply;
import io.bellhop.event.SystemEvents;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.subscription.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the outcomes of batches, and updates the health of their subscriptions. Thread-safe. */
final class RelayOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(RelayOutcomes.class);

  /** A broker restarts within seconds. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /**
   * Short, because all later events wait behind the failed one, and an attempt costs only a single
   * event.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final double JITTER = 0.2;

  /** The result of one batch. */
  record Result(RelayBatch batch, BatchReply reply, Instant startedAt, Instant endedAt) {}

  private final RelayServices services;
  private final RelayRuns runs;
  private final DeliverySettings settings;
  private final RelayFallback fallback;
  private final DeliveryListener listener;

  RelayOutcomes(
      RelayServices services,
      RelayRuns runs,
      DeliverySettings settings,
      RelayFallback fallback,
      DeliveryListener listener) {
    this.services = services;
    this.runs = runs;
    this.settings = settings;
    this.fallback = fallback;
    this.listener = listener;
  }

  void write(UUID subscription, Result result) throws SQLException {
    if (result.reply().isTaken()) {
      settle(subscription, result);
    } else {
      fail(subscription, result);
    }
  }

  private void settle(UUID subscription, Result result) throws SQLException {
    List<OutboundEvent> refused = result.reply().refused(result.batch().events());
    boolean moved =
        services
            .database()
            .durably(
                connection -> {
                  if (!refused.isEmpty()) {
                    SystemEvents.hold(connection);
                  }
                  return settle(connection, subscription, result, refused);
                });
    if (!moved) {
      return;
    }
    for (OutboundEvent event : result.batch().events()) {
      if (!refused.contains(event)) {
        listener.attempted("delivered");
        listener.delivered(Duration.between(event.createdAt(), result.endedAt()));
      }
    }
    if (!refused.isEmpty()) {
      LOG.warn(
          "the sink of the webhook {} refuses {} events, which Bellhop now delivers one by one",
          subscription,
          refused.size());
      fallback.enqueued();
    }
  }

  private boolean settle(
      Connection connection, UUID subscription, Result result, List<OutboundEvent> refused)
      throws SQLException {
    RelayBatch batch = result.batch();
    healthy(connection, subscription);
    RelayTable.Sent sent =
        new RelayTable.Sent(batch.to(), batch.attempt(), result.startedAt(), result.endedAt());
    if (!services.table().move(connection, subscription, services.node(), sent)) {
      return false;
    }
    runs.settle(connection, subscription, batch.from(), sent);
    for (OutboundEvent event : refused) {
      runs.takeOut(connection, subscription, event.event().seq());
    }
    if (!refused.isEmpty()) {
      fallback.enqueue(connection, refused);
    }
    return true;
  }

  private void healthy(Connection connection, UUID subscription) throws SQLException {
    if (failingSince(connection, subscription) != null) {
      services.subscriptions().failing(connection, subscription, null);
    }
  }

  private Instant failingSince(Connection connection, UUID subscription) throws SQLException {
    return services
        .subscriptions()
        .in(connection, subscription)
        .map(Subscription::failingSince)
        .orElse(null);
  }

  private void fail(UUID subscription, Result result) throws SQLException {
    Instant now = result.endedAt();
    RelayTable.Failed failed =
        new RelayTable.Failed(
            result.batch().to(),
            result.startedAt(),
            Duration.between(result.startedAt(), now),
            result.reply().error(),
            now.plus(pause(result.batch().attempt())));
    boolean isOver =
        // If a failure is lost, Bellhop only repeats the attempt, so a dead receiver costs no
        // fsync.
        services
            .database()
            .transact(
                connection -> {
                  Instant since = failingSince(connection, subscription);
                  if (since == null) {
                    services.subscriptions().failing(connection, subscription, now);
                  }
                  services.table().fail(connection, subscription, services.node(), failed);
                  return since != null && since.isBefore(now.minus(settings.disableAfter()));
                });
    listener.attempted("unanswered");
    if (isOver) {
      try {
        fallback.switchOff(subscription, now);
      } catch (SQLException | RuntimeException e) {
        // The next failure retries the switch-off.
        LOG.warn(
            "Bellhop cannot switch the webhook {} off and retries after its next failure: {}",
            subscription,
            DatabaseErrors.describe(e));
      }
    }
  }

  private Duration pause(int failures) {
    long longest = LONGEST_PAUSE.toMillis();
    long millis =
        failures > 20 ? longest : Math.min(longest, FIRST_PAUSE.toMillis() << (failures - 1));
    double part = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) (millis * settings.retryScale() * part));
  }
}
