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
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures the pending inbox messages and dead letters of each provider and how long the oldest has
 * waited, with one query per scrape. While the database is unreachable, the gauges report NaN.
 * Thread-safe.
 */
public final class InboxGauges {

  private static final String READ =
      """
      select provider, status, count(*) as messages, min(due_at) as due_at from inbox
      where status in ('pending', 'dead') group by provider, status
      """;

  private record Depth(long pending, Instant due, long dead) {
    static final Depth NONE = new Depth(0, null, 0);

    Depth and(Depth other) {
      return new Depth(pending + other.pending, due == null ? other.due : due, dead + other.dead);
    }
  }

  private final MeterRegistry registry;

  private final Clock clock;
  private final Supplier<? extends Collection<String>> providers;
  private final Supplier<Map<String, Integer>> notStored;
  private final Function<String, Optional<Instant>> oldestNotStored;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();
  private final BackgroundRead<Map<String, Depth>> depths;

  /**
   * @param providers the providers that have gauges even if the inbox has none of their messages
   * @param notStored the number of messages of a provider that are not yet in the database
   * @param oldestNotStored when the oldest message of a provider without an outcome arrived
   */
  public InboxGauges(
      MeterRegistry registry,
      Database database,
      Clock clock,
      Supplier<? extends Collection<String>> providers,
      Supplier<Map<String, Integer>> notStored,
      Function<String, Optional<Instant>> oldestNotStored) {
    this.registry = registry;

    this.clock = clock;
    this.providers = providers;
    this.notStored = notStored;
    this.oldestNotStored = oldestNotStored;
    this.depths =
        new BackgroundRead<>(
            database,
            BackgroundRead.of(database, InboxGauges::query, "Bellhop cannot measure the inbox"),
            clock,
            InboxGauges::fresh);
  }

  /** Registers the gauges of all known providers; a scrape adds those of new ones. */
  public InboxGauges bind() {
    providers.get().forEach(this::bind);
    return this;
  }

  private void bind(String provider) {
    if (!bound.add(provider)) {
      return;
    }
    gauge("pending", provider, "Inbox messages that are not settled", this::pending);
    gauge(
        "oldest.due.seconds",
        provider,
        "How long the oldest due inbox message has waited",
        this::overdue);
    // A gauge, not a counter: every node shows the number that an operator still has to handle.
    gauge("dead", provider, "Dead letters in the inbox", this::dead);
  }

  private void gauge(String name, String provider, String what, Function<String, Double> value) {
    Gauge.builder("bellhop.inbox." + name, () -> value.apply(provider))
        .description(what)
        .tag("provider", provider)
        .register(registry);
  }

  /**
   * Registers the gauge of a log outside of the database.
   *
   * @param the number of messages that this node has not yet read from the log; negative if unknown
   */
  public static void unread(MeterRegistry registry, LongSupplier messages) {
    Gauge.builder("bellhop.log.unread", messages, InboxGauges::known)
        .description("Acknowledged webhooks that this node has to read from the log")
        .strongReference(true)
        .register(registry);
  }

  private static double known(LongSupplier messages) {
    long count = messages.getAsLong();
    return count < 0 ? Double.NaN : count;
  }

  private double dead(String provider) {
    return read()
        .map(depths -> (double) depths.getOrDefault(provider, Depth.NONE).dead())
        .orElse(Double.NaN);
  }

  private double pending(String provider) {
    return read()
        .map(depths -> depths.getOrDefault(provider, Depth.NONE).pending())
        .map(stored -> (double) stored + notStored.get().getOrDefault(provider, 0))
        .orElse(Double.NaN);
  }

  private double overdue(String provider) {
    return read()
        .map(depths -> overdue(depths.getOrDefault(provider, Depth.NONE).due()))
        .map(stored -> Math.max(stored, overdue(oldestNotStored.apply(provider).orElse(null))))
        .orElse(Double.NaN);
  }

  private double overdue(Instant due) {
    return due == null ? 0 : Math.max(0, Duration.between(due, clock.instant()).toMillis() / 1e3);
  }

  private Optional<Map<String, Depth>> read() {
    Optional<Map<String, Depth>> now = depths.now();
    bind();
    return now;
  }

  private static Duration fresh(Optional<Map<String, Depth>> depths) {
    return CountFreshness.of(
        depths.stream()
            .flatMap(all -> all.values().stream())
            .mapToLong(d -> d.pending() + d.dead())
            .sum());
  }

  private static Map<String, Depth> query(Connection connection) throws SQLException {
    Map<String, Depth> depths = new HashMap<>();
    Sql.forEach(
        connection,
        READ,
        row -> {
          long count = row.number("messages");
          Depth depth =
              row.text("status").equals("dead")
                  ? new Depth(0, null, count)
                  : new Depth(count, row.time("due_at"), 0);
          depths.merge(row.text("provider"), depth, Depth::and);
        });
    return depths;
  }
}
