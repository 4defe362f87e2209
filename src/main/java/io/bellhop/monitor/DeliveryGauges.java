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
 * How much waits for each subscription, and how many there are: one query for all gauges of a
 * scrape. While the database is away they are not numbers. Thread-safe.
 */
public final class DeliveryGauges {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryGauges.class);

  /** Many gauges are read at once, and who scrapes must not drive the database. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final String READ =
      """
      select w.id, count(p.id) from subscription w left join delivery_pending p on p.subscription_id = w.id
      group by w.id
      """;

  private final MeterRegistry registry;
  private final Database database;
  private final Map<String, Gauge> bound = new ConcurrentHashMap<>();
  private final BackgroundRead<Map<String, Long>> reading;

  public DeliveryGauges(MeterRegistry registry, Database database, Clock clock) {
    this.registry = registry;
    this.database = database;
    this.reading = new BackgroundRead<>(database, this::query, clock, FRESH);
  }

  /** Makes the gauge that counts subscriptions; each scrape of it makes those of the others. */
  public void bind() {
    Gauge.builder("bellhop.subscriptions", this, g -> g.subscriptions())
        .description("Webhooks that there are")
        .strongReference(true)
        .register(registry);
    read();
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

  /** A label for each subscription, and none for those that are gone. */
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
        .description("Deliveries to a webhook that have not ended")
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
