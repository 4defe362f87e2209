package io.bellhop.retention;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.delivery.DeliveryId;
import io.bellhop.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jdbc.JdbcConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows that are older than their retention, in batches that hold no lock for long; only the
 * slim rows of idempotency keys go at once. The registry must have a DataSource named {@code
 * bellhopDatabase}.
 */
public final class Retention extends RouteBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final int BATCH = 500;

  /** A start has more urgent work. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  /** First the bulk, then the rows that have none: a replay needs both. */
  private static final String CONTENT =
      """
      delete from inbox_content where id in (
        select c.id from inbox_content c join inbox i on i.id = c.id
        where i.status <> 'pending' and c.id < cast(:?id as uuid) order by c.id limit :?batch)
      """;

  private static final String INBOX =
      """
      delete from inbox where status <> 'pending' and id in (
        select i.id from inbox i where i.status <> 'pending' and i.id < cast(:?id as uuid)
        and not exists (select 1 from inbox_content c where c.id = i.id)
        order by i.id limit :?batch)
      """;

  private static final String AUDIT =
      """
      delete from audit where id in (
        select id from audit where id < cast(:?id as uuid) order by id limit :?batch)
      """;

  private static final String EVENTS =
      """
      delete from event where id in (
        select id from event where id < cast(:?id as uuid) order by id limit :?batch)
      """;

  /** All at once: an index for this alone would cost every webhook something. */
  private static final String KEYS =
      "delete from idempotency_key where inbox_id < cast(:?id as uuid)";

  /** Deliveries go with their events; their ids begin with the event's place in the log. */
  private static final String DELIVERIES =
      """
      delete from delivery where id in (
        select id from delivery where id < cast(:?id as uuid) order by id limit :?batch)
      """;

  private static final String ATTEMPTS =
      """
      delete from delivery_attempt where delivery_id in (
        select delivery_id from delivery_attempt where delivery_id < cast(:?id as uuid)
        order by delivery_id limit :?batch)
      """;

  /**
   * Only inactive subscriptions have deliveries that are pending for so long. A claim deletes the
   * order keys.
   */
  private static final String UNSENT =
      """
      delete from delivery_pending where id in (
        select id from delivery_pending where id < cast(:?id as uuid) order by id limit :?batch)
      """;

  /** The place of the earliest event; of the next one if there is none. */
  private static final String EARLIEST =
      """
      select coalesce((select min(seq) from event), (select last_seq + 1 from event_head)) as seq
      """;

  /**
   * @param age null for what goes with its event
   */
  private record Sweep(String table, String sql, Duration age) {}

  private final List<Sweep> sweeps;
  private final Duration every;
  private final Clock clock;

  public Retention(Options options, Clock clock) {
    this.every = options.time("bellhop.retention.purge-interval");
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ConfigException("bellhop.retention.purge-interval must be at least 1s");
    }
    this.clock = clock;
    this.sweeps =
        List.of(
            new Sweep("inbox_content", CONTENT, options.time("bellhop.retention.inbox")),
            new Sweep("inbox", INBOX, options.time("bellhop.retention.inbox")),
            new Sweep("event", EVENTS, options.time("bellhop.retention.events")),
            new Sweep("delivery", DELIVERIES, null),
            new Sweep("delivery_attempt", ATTEMPTS, null),
            new Sweep("delivery_pending", UNSENT, null),
            new Sweep("audit", AUDIT, options.time("bellhop.retention.audit")),
            new Sweep("idempotency_key", KEYS, options.time("bellhop.retention.idempotency-keys")));
  }

  @Override
  public void configure() {
    long first = Math.min(FIRST.toMillis(), every.toMillis());
    errorHandler(defaultErrorHandler());
    onException(Exception.class)
        .handled(true)
        .process(
            exchange ->
                LOG.warn(
                    "old rows were not deleted, Bellhop retries in {}: {}",
                    every,
                    Database.describe(
                        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))));

    var route =
        from("timer:bellhop-retention?delay=" + first + "&period=" + every.toMillis())
            .routeId("bellhop-retention")
            .routeConfigurationId("bellhop-own")
            .description(
                "Deletes settled deliveries, events and idempotency keys past their time.");
    for (Sweep sweep : sweeps) {
      if (sweep.age() == null) {
        route.setBody(constant(EARLIEST)).to("jdbc:bellhopDatabase?outputType=SelectOne");
      }
      route
          .process(exchange -> begin(exchange, sweep))
          .loopDoWhile(exchange -> more(exchange))
          .process(exchange -> next(exchange, sweep))
          .to("jdbc:bellhopDatabase?useHeadersAsParameters=true")
          .process(Retention::count)
          .end()
          .process(exchange -> logDeleted(exchange, sweep));
    }
  }

  private void begin(Exchange exchange, Sweep sweep) {
    UUID end =
        sweep.age() == null
            ? DeliveryId.first(exchange.getMessage().getBody(Long.class))
            : firstId(clock.instant().minus(sweep.age()));
    exchange.setVariable("id", end.toString());
    exchange.setVariable("deleted", 0L);
    exchange.setVariable("batch", BATCH);
  }

  /** Ids are ordered by time (RFC 9562, version 7), so age needs no index of its own. */
  private static UUID firstId(Instant time) {
    return new UUID(time.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
  }

  /** A full batch means that there may be more; a stop does not wait for all of it. */
  private boolean more(Exchange exchange) {
    return exchange.getVariable("batch", Integer.class) >= BATCH
        && !exchange.getContext().isStopping();
  }

  private static void next(Exchange exchange, Sweep sweep) {
    exchange
        .getMessage()
        .setHeader(
            JdbcConstants.JDBC_PARAMETERS,
            Map.of("id", exchange.getVariable("id"), "batch", BATCH));
    exchange.getMessage().setBody(sweep.sql());
  }

  private static void count(Exchange exchange) {
    int batch = exchange.getMessage().getHeader(JdbcConstants.JDBC_UPDATE_COUNT, 0, Integer.class);
    exchange.setVariable("batch", batch);
    exchange.setVariable("deleted", exchange.getVariable("deleted", Long.class) + batch);
  }

  private static void logDeleted(Exchange exchange, Sweep sweep) {
    long deleted = exchange.getVariable("deleted", Long.class);
    if (deleted > 0) {
      LOG.info(
          "deleted {} rows of {} that were older than {}",
          deleted,
          sweep.table(),
          sweep.age() == null ? "the event log" : sweep.age());
    }
  }
}
