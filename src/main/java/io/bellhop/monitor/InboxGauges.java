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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pending inbox messages of each provider and how long they have waited: one query for all
 * gauges of a scrape. While the database is away they are not numbers. Thread-safe.
 */
public final class InboxGauges {
  private static final Logger LOG = LoggerFactory.getLogger(InboxGauges.class);

  private static final String READ =
      """
      select provider, count(*), min(due_at) from inbox where status = 'pending' group by provider
      """;

  private record Depth(long pending, Instant due) {
    static final Depth NONE = new Depth(0, null);
  }

  private final MeterRegistry registry;
  private final Database database;
  private final Clock clock;
  private final Supplier<? extends Collection<String>> providers;
  private final Supplier<Map<String, Integer>> notStored;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();
  private final BackgroundRead<Map<String, Depth>> depths;

  /**
   * @param providers those that always have gauges, even with nothing in the inbox
   * @param notStored messages of each provider that the database does not have yet
   */
  public InboxGauges(
      MeterRegistry registry,
      Database database,
      Clock clock,
      Supplier<? extends Collection<String>> providers,
      Supplier<Map<String, Integer>> notStored) {
    this.registry = registry;
    this.database = database;
    this.clock = clock;
    this.providers = providers;
    this.notStored = notStored;
    this.depths = new BackgroundRead<>(database, this::depths, clock, InboxGauges::fresh);
  }

  /** Makes the gauges of all known providers; a scrape adds those of new ones. */
  public InboxGauges bind() {
    providers.get().forEach(this::bind);
    return this;
  }

  private void bind(String provider) {
    if (!bound.add(provider)) {
      return;
    }
    Gauge.builder("bellhop.inbox.pending", this, g -> g.pending(provider))
        .description("Inbox messages that are not settled")
        .tag("provider", provider)
        .strongReference(true)
        .register(registry);
    Gauge.builder("bellhop.inbox.oldest.due.seconds", this, g -> g.overdue(provider))
        .description("How long the oldest due inbox message has waited")
        .tag("provider", provider)
        .strongReference(true)
        .register(registry);
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

  private Optional<Map<String, Depth>> depths() {
    try {
      return Optional.of(database.transact(InboxGauges::query));
    } catch (SQLException e) {
      LOG.debug("the inbox cannot be measured: {}", Database.describe(e));
      return Optional.empty();
    }
  }

  private static Duration fresh(Optional<Map<String, Depth>> depths) {
    return CountFreshness.of(
        depths.stream().flatMap(all -> all.values().stream()).mapToLong(Depth::pending).sum());
  }

  private static Map<String, Depth> query(Connection connection) throws SQLException {
    Map<String, Depth> depths = new HashMap<>();
    try (PreparedStatement s = connection.prepareStatement(READ);
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        Instant due = Database.instant(rows.getObject(3, OffsetDateTime.class));
        depths.put(rows.getString(1), new Depth(rows.getLong(2), due));
      }
    }
    return depths;
  }
}
