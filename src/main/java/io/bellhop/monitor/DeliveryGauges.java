package io.bellhop.monitor;

import io.bellhop.store.BackgroundRead;
import io.bellhop.store.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of subscriptions and the pending deliveries of each: one query for all gauges of a
 * scrape. While the database is away they are not numbers. Thread-safe.
 */
public final class DeliveryGauges {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryGauges.class);

  private static final String READ =
      """
      select s.id, count(p.id) + coalesce((
        select sum(r.last_seq - greatest(r.first_seq - 1, w.position))
        from relay w join relay_run r on r.subscription_id = w.subscription_id
        where w.subscription_id = s.id and r.last_seq > w.position), 0)
      from subscription s left join delivery_pending p on p.subscription_id = s.id
      group by s.id
      """;

  private final MeterRegistry registry;
  private final Database database;
  private final Map<String, Gauge> bound = new ConcurrentHashMap<>();
  private final BackgroundRead<Map<String, Long>> reading;

  public DeliveryGauges(MeterRegistry registry, Database database, Clock clock) {
    this.registry = registry;
    this.database = database;
    this.reading = new BackgroundRead<>(database, this::query, clock, DeliveryGauges::fresh);
  }

  /** Makes the gauge that counts subscriptions; each scrape of it makes those of the others. */
  public void bind() {
    Gauge.builder("bellhop.subscriptions", this, g -> g.subscriptions())
        .description("Subscriptions")
        .strongReference(true)
        .register(registry);
    read();
  }

  private static Duration fresh(Optional<Map<String, Long>> pending) {
    return CountFreshness.of(
        pending.stream().flatMap(all -> all.values().stream()).mapToLong(Long::longValue).sum());
  }

  private double subscriptions() {
    return read().map(pending -> (double) pending.size()).orElse(Double.NaN);
  }

  private double pending(String subscription) {
    return read()
        .map(pending -> (double) pending.getOrDefault(subscription, 0L))
        .orElse(Double.NaN);
  }

  private Optional<Map<String, Long>> read() {
    Optional<Map<String, Long>> now = reading.now();
    now.ifPresent(pending -> follow(pending.keySet()));
    return now;
  }

  /** Adds a gauge for each new subscription and removes those of deleted ones. */
  private void follow(Set<String> subscriptions) {
    subscriptions.forEach(id -> bound.computeIfAbsent(id, this::gauge));
    bound.forEach(
        (id, gauge) -> {
          if (!subscriptions.contains(id)) {
            registry.remove(gauge);
            bound.remove(id);
          }
        });
  }

  private Gauge gauge(String subscription) {
    return Gauge.builder("bellhop.delivery.pending", this, g -> g.pending(subscription))
        .description("Pending deliveries to a subscription")
        .tag("webhook", subscription)
        .strongReference(true)
        .register(registry);
  }

  private Optional<Map<String, Long>> query() {
    try {
      return Optional.of(database.transact(DeliveryGauges::query));
    } catch (SQLException e) {
      LOG.debug("deliveries cannot be measured: {}", Database.describe(e));
      return Optional.empty();
    }
  }

  private static Map<String, Long> query(Connection connection) throws SQLException {
    Map<String, Long> pending = new HashMap<>();
    try (PreparedStatement s = connection.prepareStatement(READ);
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        pending.put(rows.getString(1), rows.getLong(2));
      }
    }
    return pending;
  }
}
