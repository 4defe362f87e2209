package io.bellhop.monitor;

import io.bellhop.store.BackgroundRead;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures how many subscriptions there are, and for each its pending and dead deliveries and how
 * long it has failed, with one query per scrape. While the database is unreachable, the gauges
 * report NaN. Thread-safe.
 */
public final class DeliveryGauges {

  private static final String READ =
      """
      select s.id, count(p.id) + coalesce((
        select sum(r.last_seq - greatest(r.first_seq - 1, w.position))
        from relay w join relay_run r on r.subscription_id = w.subscription_id
        where w.subscription_id = s.id and r.last_seq > w.position), 0) as pending,
        coalesce(d.dead, 0) as dead, s.failing_since
      from subscription s
      left join delivery_pending p on p.subscription_id = s.id
      left join (select subscription_id, count(*) as dead from delivery where status = 'dead'
        group by subscription_id) d on d.subscription_id = s.id
      group by s.id, d.dead, s.failing_since
      """;

  /**
   * @param failingSince null if the last attempt succeeded
   */
  private record State(long pending, long dead, Instant failingSince) {
    static final State NONE = new State(0, 0, null);
  }

  private final MeterRegistry registry;

  private final Clock clock;
  private final Map<String, List<Gauge>> bound = new ConcurrentHashMap<>();
  private final BackgroundRead<Map<String, State>> reading;

  public DeliveryGauges(MeterRegistry registry, Database database, Clock clock) {
    this.registry = registry;

    this.clock = clock;
    this.reading =
        new BackgroundRead<>(
            database,
            BackgroundRead.of(
                database, DeliveryGauges::query, "Bellhop cannot measure the deliveries"),
            clock,
            DeliveryGauges::fresh);
  }

  /** Registers the gauge that counts subscriptions; each scrape of it updates the other gauges. */
  public void bind() {
    Gauge.builder("bellhop.subscriptions", this::subscriptions)
        .description("Subscriptions")
        .register(registry);
    read();
  }

  private static Duration fresh(Optional<Map<String, State>> states) {
    return CountFreshness.of(
        states.stream()
            .flatMap(all -> all.values().stream())
            .mapToLong(state -> state.pending() + state.dead())
            .sum());
  }

  private double subscriptions() {
    return read().map(states -> (double) states.size()).orElse(Double.NaN);
  }

  private double failing(State state) {
    return state.failingSince() == null
        ? 0
        : Math.max(0, Duration.between(state.failingSince(), clock.instant()).toMillis() / 1e3);
  }

  private Optional<Map<String, State>> read() {
    Optional<Map<String, State>> now = reading.now();
    now.ifPresent(states -> follow(states.keySet()));
    return now;
  }

  /** Adds gauges for each new subscription and removes those of deleted ones. */
  private void follow(Set<String> subscriptions) {
    subscriptions.forEach(id -> bound.computeIfAbsent(id, this::gauges));
    bound.forEach(
        (id, gauges) -> {
          if (!subscriptions.contains(id)) {
            gauges.forEach(registry::remove);
            bound.remove(id);
          }
        });
  }

  private List<Gauge> gauges(String id) {
    return List.of(
        gauge(
            id, "bellhop.delivery.pending", "Pending deliveries to a subscription", State::pending),
        gauge(id, "bellhop.delivery.dead", "Deliveries that Bellhop gave up", State::dead),
        gauge(
            id,
            "bellhop.subscription.failing.seconds",
            "For how long every attempt to deliver has failed",
            this::failing));
  }

  private Gauge gauge(String id, String name, String what, ToDoubleFunction<State> value) {
    return Gauge.builder(
            name,
            () ->
                read()
                    .map(states -> value.applyAsDouble(states.getOrDefault(id, State.NONE)))
                    .orElse(Double.NaN))
        .description(what)
        .tag("webhook", id)
        .register(registry);
  }

  private static Map<String, State> query(Connection connection) throws SQLException {
    Map<String, State> states = new HashMap<>();
    Sql.forEach(
        connection,
        READ,
        row ->
            states.put(
                row.text("id"),
                new State(row.number("pending"), row.number("dead"), row.time("failing_since"))));
    return states;
  }
}
