package io.bellhop.retention;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jdbc.JdbcConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is past its time, in batches that hold no lock for long. The registry must have a
 * DataSource named {@code bellhop}.
 */
public final class Retention extends RouteBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final int BATCH = 500;

  /** A start has better things to do. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  /** The outer condition is asked again when a row was waited for: a replay may have come first. */
  private static final String INBOX =
      """
      delete from inbox where status <> 'pending' and settled_at < :?before and id in (
        select id from inbox where status <> 'pending' and settled_at < :?before
        order by settled_at limit :?batch)
      """;

  private static final String EVENTS =
      """
      delete from event where seq in (
        select seq from event where created_at < :?before order by created_at limit :?batch)
      """;

  private static final String KEYS =
      """
      delete from idempotency_key where id in (
        select id from idempotency_key where created_at < :?before
        order by created_at limit :?batch)
      """;

  private record Sweep(String table, String sql, Duration age) {}

  private final List<Sweep> sweeps;
  private final Duration every;
  private final Clock clock;

  public Retention(Options options, Clock clock) {
    this.every = options.time("bellhop.retention.every");
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ConfigException("bellhop.retention.every must be at least 1s");
    }
    this.clock = clock;
    this.sweeps =
        List.of(
            new Sweep("inbox", INBOX, options.time("bellhop.retention.inbox")),
            new Sweep("event", EVENTS, options.time("bellhop.retention.events")),
            new Sweep("idempotency_key", KEYS, options.time("bellhop.retention.idempotency-keys")));
  }

  @Override
  public void configure() {
    long first = Math.min(FIRST.toMillis(), every.toMillis());
    onException(Exception.class)
        .handled(true)
        .process(
            exchange ->
                LOG.warn(
                    "what is old was not deleted, next try in {}: {}",
                    every,
                    exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class).toString()));

    var route =
        from("timer:bellhop-retention?delay=" + first + "&period=" + every.toMillis())
            .routeId("bellhop-retention")
            .description(
                "Deletes settled deliveries, events and idempotency keys past their time.");
    for (Sweep sweep : sweeps) {
      route
          .process(exchange -> begin(exchange, sweep))
          .loopDoWhile(exchange -> more(exchange))
          .process(exchange -> next(exchange, sweep))
          .to("jdbc:bellhop?useHeadersAsParameters=true")
          .process(Retention::count)
          .end()
          .process(exchange -> tell(exchange, sweep));
    }
  }

  private void begin(Exchange exchange, Sweep sweep) {
    exchange.setVariable("before", Database.time(clock.instant().minus(sweep.age())));
    exchange.setVariable("deleted", 0L);
    exchange.setVariable("batch", BATCH);
  }

  /** A full batch means that there may be more; a stop does not wait for all of it. */
  private boolean more(Exchange exchange) {
    return exchange.getVariable("batch", Integer.class) == BATCH
        && !exchange.getContext().isStopping();
  }

  private static void next(Exchange exchange, Sweep sweep) {
    exchange
        .getMessage()
        .setHeader(
            JdbcConstants.JDBC_PARAMETERS,
            Map.of("before", exchange.getVariable("before"), "batch", BATCH));
    exchange.getMessage().setBody(sweep.sql());
  }

  private static void count(Exchange exchange) {
    int batch = exchange.getMessage().getHeader(JdbcConstants.JDBC_UPDATE_COUNT, 0, Integer.class);
    exchange.setVariable("batch", batch);
    exchange.setVariable("deleted", exchange.getVariable("deleted", Long.class) + batch);
  }

  private static void tell(Exchange exchange, Sweep sweep) {
    long deleted = exchange.getVariable("deleted", Long.class);
    if (deleted > 0) {
      LOG.info(
          "deleted {} rows of {} that were older than {}", deleted, sweep.table(), sweep.age());
    }
  }
}
