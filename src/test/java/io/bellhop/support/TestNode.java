package io.bellhop.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.account.SecretBox;
import io.bellhop.delivery.DeliveryService;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.event.ClaimOutcome;
import io.bellhop.event.EventDraft;
import io.bellhop.event.EventPublisher;
import io.bellhop.event.EventSubscribers;
import io.bellhop.event.SyncSettlement;
import io.bellhop.inbox.Claim;
import io.bellhop.inbox.IdempotencyWindow;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.inbox.MessageSettlement;
import io.bellhop.inbox.MessageSettler;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.monitor.Metrics;
import io.bellhop.queue.LockedKeys;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Targets on loopback; so patient that only tests make leases end and webhooks fail for good. */
  public static final DeliverySettings DELIVERY =
      new DeliverySettings(
          new DeliverySettings.Targets(true, List.of()),
          new DeliverySettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15)),
          1,
          Duration.ofMinutes(20),
          Duration.ofSeconds(1),
          Duration.ofDays(5),
          Duration.ofHours(24));

  private final Clock clock;
  private final Database database;
  private final Accounts accounts;
  private final Inbox inbox;
  private final EventPublisher publisher;
  private final MessageSettler settler;
  private final Subscriptions subscriptions;
  private final DeliveryService delivering;

  /**
   * @param queue deliveries that may wait for their commit
   */
  public TestNode(String url, Clock clock, int queue) {
    this(url, clock, queue, IdempotencyWindow.UNBOUNDED);
  }

  public TestNode(String url, Clock clock, int queue, IdempotencyWindow keyWindow) {
    this(url, clock, queue, keyWindow, null);
  }

  /**
   * @param delivery null if nothing is to be delivered
   */
  public TestNode(
      String url, Clock clock, int queue, IdempotencyWindow keyWindow, DeliverySettings delivery) {
    this.clock = clock;
    database = Store.open(url);
    SecretBox secrets = new SecretBox(new byte[32]);
    accounts = new Accounts(database, secrets, MAPPER, clock, RowOwners.ofAccounts(database));
    subscriptions = new Subscriptions(database, secrets, MAPPER, RowOwners.ofSubscriptions());
    delivering =
        delivery == null
            ? null
            : new DeliveryService(
                database,
                subscriptions,
                delivery,
                MAPPER,
                new DeliveryService.Watchers(new Metrics(new SimpleMeterRegistry()), Tracing.OFF),
                clock);
    settler = new MessageSettler(database.dialect());
    inbox = new Inbox(database, clock, queue, 256, LEASE);
    publisher =
        new EventPublisher(
            inbox,
            keyWindow,
            accounts,
            MAPPER,
            clock,
            new EventPublisher.Participants(
                new Metrics(new SimpleMeterRegistry()),
                delivering == null ? EventSubscribers.NONE : delivering.subscribers(),
                SyncSettlement.NONE));
  }

  public static TestNode start(String url, Clock clock) throws SQLException {
    return start(url, clock, IdempotencyWindow.UNBOUNDED);
  }

  public static TestNode start(String url, Clock clock, IdempotencyWindow keyWindow)
      throws SQLException {
    return started(new TestNode(url, clock, 4096, keyWindow));
  }

  /** A node that delivers too. */
  public static TestNode start(String url, Clock clock, DeliverySettings delivery)
      throws SQLException {
    return started(new TestNode(url, clock, 4096, IdempotencyWindow.UNBOUNDED, delivery));
  }

  private static TestNode started(TestNode node) throws SQLException {
    node.inbox.start();
    if (node.delivering != null) {
      node.delivering.start();
    }
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

  public EventPublisher publisher() {
    return publisher;
  }

  public Subscriptions subscriptions() {
    return subscriptions;
  }

  public DeliveryService delivering() {
    return delivering;
  }

  public Subscription subscribe(SubscriptionBuilder webhook) throws SQLException {
    Subscription made = webhook.build();
    subscriptions.create(made);
    return made;
  }

  /** Publishes reservations as if their provider had sent each; those of one id in order. */
  public void publish(Account account, ObjectNode... records) throws SQLException {
    Deliveries make = new Deliveries(account.id(), clock);
    Map<UUID, ObjectNode> byMessage = new HashMap<>();
    InboxMessage[] arrived = new InboxMessage[records.length];
    for (int i = 0; i < records.length; i++) {
      arrived[i] = make.on(account.id() + " " + records[i].path("id").asText());
      byMessage.put(arrived[i].id(), records[i]);
    }
    append(arrived);
    List<CompletableFuture<Void>> published = new ArrayList<>();
    int left = records.length;
    while (left > 0) {
      for (Claim claim : claim()) {
        left -= claim.messages().size();
        List<EventDraft> publications =
            claim.messages().stream().map(d -> said(account, byMessage.get(d.id()), d)).toList();
        published.add(
            publisher.publish(new ClaimOutcome(claim, publications, List.of(), List.of(), null)));
      }
    }
    published.forEach(CompletableFuture::join);
  }

  private static EventDraft said(Account account, ObjectNode record, InboxMessage source) {
    return EventDraft.builder(account, List.of(source))
        .event("reservation", "updated")
        .record(record)
        .build();
  }

  /** A reservation of a property. */
  public static ObjectNode reservation(String id, int guests, String property) {
    ObjectNode record = MAPPER.createObjectNode().put("id", id).put("numberOfGuests", guests);
    return property == null ? record : record.put("propertyId", property);
  }

  public Account account() throws SQLException {
    return account("default");
  }

  public Account account(String workspace) throws SQLException {
    return accounts.create(
        Account.builder().provider("pms").name("test").workspaceId(workspace).build());
  }

  public void append(InboxMessage... messages) {
    CompletableFuture<?>[] stored = new CompletableFuture<?>[messages.length];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = inbox.append(messages[i]);
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
  public boolean settle(Claim claim, MessageStatus status) throws SQLException {
    return settle(
        claim,
        claim.messages().stream().map(d -> MessageOutcome.of(d, status, null)).toList(),
        null);
  }

  public boolean settle(Claim claim, List<MessageOutcome> outcomes, Instant retryAt)
      throws SQLException {
    return database.durably(
        connection -> {
          LockedKeys holding = settler.hold(connection, List.of(claim));
          if (!holding.stillOurs(claim.leased())) {
            return false;
          }
          settler.settle(
              connection,
              holding,
              List.of(new MessageSettlement(claim, outcomes, retryAt)),
              claim.messages().get(0).receivedAt());
          return true;
        });
  }

  public String status(InboxMessage delivery) throws SQLException {
    return one("select status from inbox where id = ?", delivery.id());
  }

  public String error(InboxMessage delivery) throws SQLException {
    return one("select error from inbox where id = ?", delivery.id());
  }

  public List<String> eventIds(InboxMessage delivery) throws SQLException {
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
    if (delivering != null) {
      delivering.stop(Duration.ZERO);
    }
    inbox.close();
    publisher.close();
    if (delivering != null) {
      delivering.close();
    }
    database.close();
  }
}
