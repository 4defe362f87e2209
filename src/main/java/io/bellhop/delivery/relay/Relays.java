package io.bellhop.delivery.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.delivery.http.DeliveryListener;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.delivery.sink.Sinks;
import io.bellhop.event.AppendedEvent;
import io.bellhop.event.EventSubscribers;
import io.bellhop.store.Database;
import io.bellhop.store.OutageLog;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relays of this node, one for each relayed subscription. Thread-safe. */
public final class Relays implements EventSubscribers {
  private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

  /**
   * The services that relays share with deliveries.
   *
   * @param listener is notified of sent events
   */
  public record Shared(
      Database database,
      Subscriptions subscriptions,
      ObjectMapper mapper,
      DeliveryListener listener,
      Clock clock) {}

  private final RelayServices services;
  private final RelayRuns runs = new RelayRuns();
  private final RelayOutcomes outcomes;
  private final RelayHandover handover;
  private final DeliverySettings settings;
  private final Map<UUID, Relay> relays = new ConcurrentHashMap<>();

  /** Subscriptions whose row certainly exists. */
  private final Set<UUID> added = ConcurrentHashMap.newKeySet();

  private final OutageLog outage = new OutageLog(LOG, "Bellhop cannot manage the relays to sinks");
  private final PeriodicTask care;
  private Instant nextRenewal = Instant.MIN;
  private volatile boolean running;

  public Relays(Shared shared, Sinks sinks, DeliverySettings settings, RelayFallback fallback) {
    RelayTable table = new RelayTable();
    this.settings = settings;
    this.services =
        new RelayServices(
            UUID.randomUUID(),
            shared.database(),
            shared.subscriptions(),
            sinks,
            table,
            new RelayReader(new LoggedEvents(shared.database().content()), runs, shared.mapper()),
            new DurablePosition(shared.database(), table),
            shared.clock());
    this.outcomes = new RelayOutcomes(services, runs, settings, fallback, shared.listener());
    this.handover = new RelayHandover(services, runs, fallback);
    this.care = new PeriodicTask("bellhop-relays", this::care, outage::failed);
  }

  /** Starts the relays. Must be called after the sinks are open. */
  public void start() throws SQLException {
    if (services.database().dialect().writesTransactionsTorn()) {
      // Only this process has the H2 file open.
      services
          .database()
          .transact(
              connection -> {
                services.table().releaseAll(connection);
                return null;
              });
    }
    services.durable().grows();
    running = true;
    Duration third = settings.lease().dividedBy(3);
    Duration pause = third.compareTo(settings.pollInterval()) < 0 ? third : settings.pollInterval();
    care.start(Duration.ZERO, pause);
  }

  /** Whether a relay sends the events of this subscription, not separate deliveries. */
  public boolean isRelayed(Subscription subscription) {
    return services.isRelayed(subscription);
  }

  /** Records which of these events relays must send. */
  @Override
  public Runnable fanOut(Connection connection, List<AppendedEvent> events, Instant now)
      throws SQLException {
    List<RelayRun> all = new ArrayList<>();
    for (Subscription subscription : services.subscriptions().in(connection)) {
      if (!isRelayed(subscription)) {
        continue;
      }
      List<RelayRun> own = RelayRuns.of(subscription, events, now);
      if (!own.isEmpty() && !added.contains(subscription.id())) {
        services.table().add(connection, subscription.id());
      }
      all.addAll(own);
    }
    if (!all.isEmpty()) {
      runs.insert(connection, all);
    }
    long last = events.get(events.size() - 1).seq();
    return () -> {
      services.durable().reaches(last);
      all.forEach(run -> added.add(run.subscription()));
      all.forEach(run -> wake(run.subscription()));
    };
  }

  private void wake(UUID subscription) {
    if (running) {
      relay(subscription).wake();
    }
  }

  /** Makes the relays check for changes at once. */
  public void wake() {
    relays.values().forEach(Relay::wake);
  }

  private Relay relay(UUID subscription) {
    return relays.computeIfAbsent(
        subscription,
        id -> new Relay(id, services, outcomes, settings.pollInterval(), settings.lease()).start());
  }

  /**
   * Renews leases, starts and ends relays, and hands over the events of subscriptions that no
   * longer need one.
   */
  private void care() throws SQLException {
    renewLeases();
    Map<UUID, Long> positions = services.database().transact(services.table()::positions);
    Set<UUID> known = new HashSet<>();
    for (Subscription subscription : services.subscriptions().all()) {
      known.add(subscription.id());
      if (isRelayed(subscription) && running) {
        relay(subscription.id());
      } else if (positions.containsKey(subscription.id()) && services.isTargetKnown(subscription)) {
        handover.of(subscription, positions.get(subscription.id()));
      }
    }
    relays.forEach(
        (id, relay) -> {
          if (!known.contains(id) && relays.remove(id, relay)) {
            relay.stop();
          }
        });
    outage.worked();
  }

  private void renewLeases() throws SQLException {
    Instant now = services.clock().instant();
    if (relays.isEmpty() || now.isBefore(nextRenewal)) {
      return;
    }
    services
        .database()
        .transact(
            connection -> {
              services.table().renew(connection, services.node(), now.plus(settings.lease()));
              return null;
            });
    nextRenewal = now.plus(settings.lease().dividedBy(3));
  }

  /** Stops the relays before their next batch. */
  public void stop() throws InterruptedException {
    running = false;
    care.close();
    relays.values().forEach(Relay::stop);
  }

  /**
   * Waits for the batches in progress.
   *
   * @return false if some did not end in time; Bellhop sends them again
   */
  public boolean join(Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    boolean ended = true;
    for (Relay relay : relays.values()) {
      ended &= relay.join(Duration.ofNanos(until - System.nanoTime()));
    }
    return ended;
  }
}
