package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.config.Options;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.KeyWindow;
import io.bellhop.inbox.Outcome;
import io.bellhop.inbox.Settlement;
import io.bellhop.inbox.Settler;
import io.bellhop.inbox.Status;
import io.bellhop.observe.Metrics;
import io.bellhop.publish.Publisher;
import io.bellhop.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Inbox and publisher without HTTP and routes, on a database that other nodes may have open too.
 */
public final class TestNode implements AutoCloseable {
  public static final Duration LEASE = Duration.ofSeconds(20);

  /** Reads decimals as the hub does. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** An event and its place in the log. */
  public record Logged(long seq, String type, JsonNode envelope) {
    public List<String> sources() {
      List<String> sources = new ArrayList<>();
      envelope.at("/data/sourceEvents").forEach(id -> sources.add(id.asText()));
      return sources;
    }
  }

  private final Database database;
  private final Accounts accounts;
  private final Inbox inbox;
  private final Publisher publisher;
  private final Settler settler = new Settler();

  /**
   * @param queue deliveries that may wait for their commit
   */
  public TestNode(String url, Clock clock, int queue) {
    this(url, clock, queue, KeyWindow.UNBOUNDED);
  }

  public TestNode(String url, Clock clock, int queue, KeyWindow keyWindow) {
    database =
        Database.open(
            Options.load(new Properties(), Map.of(), known -> Map.of())
                .with(
                    Map.of(
                        "bellhop.db.url",
                        url,
                        "bellhop.db.user",
                        url.startsWith("jdbc:postgresql") ? "postgres" : "")));
    accounts = new Accounts(database, new SecretBox(new byte[32]), MAPPER, clock);
    inbox = new Inbox(database, clock, queue, 256, LEASE);
    publisher =
        new Publisher(
            database,
            accounts,
            MAPPER,
            clock,
            new Metrics(new SimpleMeterRegistry()),
            inbox,
            keyWindow);
  }

  public static TestNode start(String url, Clock clock) throws SQLException {
    return start(url, clock, KeyWindow.UNBOUNDED);
  }

  public static TestNode start(String url, Clock clock, KeyWindow keyWindow) throws SQLException {
    TestNode node = new TestNode(url, clock, 4096, keyWindow);
    node.inbox.start();
    node.publisher.start();
    return node;
  }

  public Database database() {
    return database;
  }

  public Accounts accounts() {
    return accounts;
  }

  public Inbox inbox() {
    return inbox;
  }

  public Publisher publisher() {
    return publisher;
  }

  public Account account() throws SQLException {
    return accounts.create(
        new Account(
            null, "pms", "test", "default", null, Map.of(), Map.of(), null, true, null, null,
            null));
  }

  public void append(Delivery... deliveries) {
    CompletableFuture<?>[] stored = new CompletableFuture<?>[deliveries.length];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = inbox.append(deliveries[i]);
    }
    CompletableFuture.allOf(stored).join();
  }

  public List<Claim> claim() throws SQLException {
    return inbox.claim(64);
  }

  public Claim claimOne() throws SQLException {
    List<Claim> claims = claim();
    assertThat(claims).hasSize(1);
    return claims.get(0);
  }

  /** Settles all deliveries of a claim alike; false if the lease was lost. */
  public boolean settle(Claim claim, Status status) throws SQLException {
    return settle(
        claim, claim.deliveries().stream().map(d -> Outcome.of(d, status, null)).toList(), null);
  }

  public boolean settle(Claim claim, List<Outcome> outcomes, Instant retryAt) throws SQLException {
    return database.durably(
        connection -> {
          Settler.Holding holding = settler.hold(connection, List.of(claim));
          if (!holding.stillOurs(claim)) {
            return false;
          }
          settler.settle(
              connection,
              holding,
              List.of(new Settlement(claim, outcomes, retryAt)),
              claim.deliveries().get(0).receivedAt());
          return true;
        });
  }

  public String status(Delivery delivery) throws SQLException {
    return one("select status from inbox where id = ?", delivery.id());
  }

  public String error(Delivery delivery) throws SQLException {
    return one("select error from inbox where id = ?", delivery.id());
  }

  public List<String> eventIds(Delivery delivery) throws SQLException {
    String ids = one("select event_ids from inbox where id = ?", delivery.id());
    return ids == null ? List.of() : List.of(ids.split(","));
  }

  public long count(String table) throws SQLException {
    return Long.parseLong(one("select count(*) from " + table, null));
  }

  public List<Logged> events() throws SQLException {
    return eventsAfter(0);
  }

  /** As the API reads them: in order, from a cursor on. */
  public List<Logged> eventsAfter(long seq) throws SQLException {
    return database.transact(
        connection -> {
          try (var s =
              connection.prepareStatement(
                  "select seq, event_type, envelope from event where seq > ? order by seq")) {
            s.setLong(1, seq);
            List<Logged> events = new ArrayList<>();
            try (var rows = s.executeQuery()) {
              while (rows.next()) {
                events.add(
                    new Logged(
                        rows.getLong(1), rows.getString(2), MAPPER.readTree(rows.getString(3))));
              }
            } catch (JsonProcessingException e) {
              throw new IllegalStateException(e);
            }
            return events;
          }
        });
  }

  private String one(String sql, UUID id) throws SQLException {
    return database.transact(
        connection -> {
          try (var s = connection.prepareStatement(sql)) {
            if (id != null) {
              s.setObject(1, id);
            }
            try (var rows = s.executeQuery()) {
              return rows.next() ? rows.getString(1) : null;
            }
          }
        });
  }

  @Override
  public void close() throws Exception {
    inbox.close();
    publisher.close();
    database.close();
  }
}
