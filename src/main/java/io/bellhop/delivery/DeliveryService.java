package io.bellhop.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.config.ConfigException;
import io.bellhop.delivery.http.DeliveryHttpClient;
import io.bellhop.delivery.http.DeliveryListener;
import io.bellhop.delivery.http.DeliveryRequest;
import io.bellhop.delivery.http.DeliverySettings;
import io.bellhop.delivery.http.EventSender;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.delivery.http.HttpSender;
import io.bellhop.delivery.http.MeteredSender;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.sink.Sinks;
import io.bellhop.event.EventSubscribers;
import io.bellhop.event.SystemEvents;
import io.bellhop.net.AddressGuard;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;

/** All of delivery, put together: the door of this package. Thread-safe. */
public final class DeliveryService implements AutoCloseable {
  private static final String TEST = "webhook.test";

  private final AddressGuard guard;
  private final DeliveryHttpClient poster;
  private final Sinks sinks;
  private final EventSender sender;
  private final Deliverer deliverer;
  private final SystemEvents events;
  private final ObjectMapper mapper;
  private final Clock clock;

  /**
   * @throws ConfigException if a range of addresses is none
   */
  public DeliveryService(
      Database database,
      Subscriptions subscriptions,
      DeliverySettings settings,
      ObjectMapper mapper,
      DeliveryListener listener,
      Clock clock) {
    this.clock = clock;
    this.mapper = mapper;
    this.guard = guard(settings);
    this.poster = new DeliveryHttpClient(guard, settings.connect(), settings.whole());
    DeliveryRequest message = new DeliveryRequest(mapper);
    HttpSender http = new HttpSender(message, poster);
    this.sinks = new Sinks(poster, message, settings.whole());
    this.sender =
        (subscription, delivery, now) ->
            (subscription.sink() == null ? http : sinks).send(subscription, delivery, now);
    this.deliverer =
        new Deliverer(
            database, subscriptions, new MeteredSender(sender, listener, clock), settings, clock);
    this.events = new SystemEvents(mapper, deliverer);
    deliverer.switchOffBy(new SubscriptionSwitchOff(database, subscriptions, events, mapper));
  }

  private static AddressGuard guard(DeliverySettings settings) {
    try {
      return new AddressGuard(settings.allowPrivate(), settings.allowedAddresses());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("bellhop.delivery.allowed-addresses: " + e.getMessage());
    }
  }

  /**
   * Opens the way to the endpoints that the operator has named; call it when the context has
   * started.
   *
   * @param uris by the name of the sink
   * @throws ConfigException if there is no such endpoint; it names the sink
   */
  public void openSinks(CamelContext context, Map<String, String> uris) {
    sinks.open(context, uris);
  }

  public void start() throws SQLException {
    deliverer.start();
  }

  /** Who is told of events in the transaction that writes them. */
  public EventSubscribers subscribers() {
    return deliverer;
  }

  /** Whether a callback URL may be called. */
  public AddressGuard guard() {
    return guard;
  }

  /** There is work that was not there before: somebody queued it in the database. */
  public void wake() {
    deliverer.wake();
  }

  /**
   * Sends a test event that stands in no log, once and at once.
   *
   * @return never fails: what went wrong is in the reply
   */
  public CompletableFuture<HttpReply> test(Subscription subscription) {
    Instant now = clock.instant();
    UUID id = UUID.randomUUID();
    ObjectNode record = mapper.createObjectNode().put("id", subscription.id().toString());
    String workspace =
        subscription.workspaceId() == null ? Account.DEFAULT_WORKSPACE : subscription.workspaceId();
    String text = events.text(id, now, TEST, workspace, record);
    String key = subscription.keyPrefix() + id;
    OutboundEvent test =
        new OutboundEvent(
            DeliveryId.first(0), subscription.id(), key, 0, id, TEST, 0, 0, 0, now, text);
    return sender.send(subscription, test, now);
  }

  /**
   * Begins nothing new and waits for what is under way.
   *
   * @return false if not all of it ended in time; nothing is lost
   */
  public boolean stop(Duration most) throws InterruptedException {
    return deliverer.stop(most);
  }

  @Override
  public void close() throws Exception {
    deliverer.close();
    sinks.close();
    poster.close();
  }
}
