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
import io.bellhop.delivery.http.OutboundEvent.Failures;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.delivery.http.TracedSender;
import io.bellhop.delivery.relay.Relays;
import io.bellhop.delivery.sink.Sinks;
import io.bellhop.event.EventSubscribers;
import io.bellhop.event.SystemEvents;
import io.bellhop.net.AddressGuard;
import io.bellhop.store.Database;
import io.bellhop.subscription.Shape;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.tracing.Tracing;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;

/** Connects the parts of delivery. The entry point of this package. Thread-safe. */
public final class DeliveryService implements AutoCloseable {
  private static final String TEST = "webhook.test";

  private final AddressGuard guard;
  private final DeliveryHttpClient client;
  private final Sinks sinks;
  private final EventShaper shaper;
  private final EventSender sender;
  private final Deliverer deliverer;
  private final Relays relays;
  private final SystemEvents events;
  private final ObjectMapper mapper;
  private final Clock clock;

  /** The observers of attempts. */
  public record Watchers(DeliveryListener listener, Tracing tracing) {}

  /**
   * @throws ConfigException if a range of addresses is invalid
   */
  public DeliveryService(
      Database database,
      Subscriptions subscriptions,
      DeliverySettings settings,
      ObjectMapper mapper,
      Watchers watchers,
      Clock clock) {
    this.clock = clock;
    this.mapper = mapper;
    this.guard = guard(settings);
    this.client = new DeliveryHttpClient(guard, settings.timeouts());
    DeliveryRequest requests = new DeliveryRequest(mapper);
    this.shaper = new EventShaper(mapper, requests);
    HttpSender http = new HttpSender(requests, client);
    this.sinks = new Sinks(client, requests, settings.timeouts().whole(), watchers.tracing());
    this.sender =
        new TracedSender(
            (subscription, delivery, now) ->
                (subscription.sink() == null ? http : sinks).send(subscription, delivery, now),
            watchers.tracing());
    RelayedEvents queue = new RelayedEvents(new DeliveryTable(database), this::wake);
    this.relays =
        new Relays(
            new Relays.Shared(database, subscriptions, mapper, watchers.listener(), clock),
            sinks,
            settings,
            queue);
    this.deliverer =
        new Deliverer(
            database,
            subscriptions,
            subscription -> !relays.isRelayed(subscription),
            new Deliverer.Outgoing(shaper, new MeteredSender(sender, watchers.listener(), clock)),
            settings,
            clock);
    this.events = new SystemEvents(mapper, subscribers());
    SubscriptionSwitchOff switchOff =
        new SubscriptionSwitchOff(database, subscriptions, events, mapper);
    deliverer.switchOffBy(switchOff);
    queue.switchOffBy(switchOff);
  }

  private static AddressGuard guard(DeliverySettings settings) {
    try {
      return new AddressGuard(settings.targets().allowPrivate(), settings.targets().allowed());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("bellhop.delivery.allowed-addresses: " + e.getMessage());
    }
  }

  /**
   * Opens the endpoints that the operator has configured. Must be called after the context has
   * started.
   *
   * @param uris by the name of the sink
   * @throws ConfigException if an endpoint does not exist; the message names the sink
   */
  public void openSinks(CamelContext context, Map<String, String> uris) {
    sinks.open(context, uris);
  }

  public void start() throws SQLException {
    deliverer.start();
    relays.start();
  }

  /** Adds deliveries in the transaction that writes events. */
  public EventSubscribers subscribers() {
    return (connection, appended, now) -> {
      Runnable deliver = deliverer.fanOut(connection, appended, now);
      Runnable relay = relays.fanOut(connection, appended, now);
      return () -> {
        deliver.run();
        relay.run();
      };
    };
  }

  /** The guard that decides which callback URLs Bellhop may call. */
  public AddressGuard guard() {
    return guard;
  }

  /**
   * Claims at once. Must be called after deliveries were queued or a subscription became active.
   */
  public void wake() {
    deliverer.wake();
    relays.wake();
  }

  /**
   * Sends a test event once, without the filter and the transform; the event is not in the log.
   *
   * @return never fails: the reply describes errors
   */
  public CompletableFuture<HttpReply> test(Subscription subscription) {
    Instant now = clock.instant();
    UUID id = UUID.randomUUID();
    ObjectNode record = mapper.createObjectNode().put("id", subscription.id().toString());
    String workspace =
        subscription.workspaceId() == null ? Account.DEFAULT_WORKSPACE : subscription.workspaceId();
    String text = events.text(id, now, TEST, workspace, record);
    OutboundEvent test =
        new OutboundEvent(
            DeliveryId.first(0),
            subscription.id(),
            subscription.keyPrefix() + id,
            new LoggedEvent(0, id, TEST, text),
            Failures.NONE,
            now);
    return sender.send(subscription, test, now);
  }

  /**
   * The body that a subscription would get for an event; null if its filter leaves the event out.
   *
   * @param event in JSON
   */
  public String shaped(Subscription subscription, String event) throws Shape.FailedException {
    return shaper.body(subscription, event);
  }

  /**
   * Begins no new post and waits for those in progress.
   *
   * @return false if some did not end in time; nothing is lost
   */
  public boolean stop(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    relays.stop();
    boolean delivered = deliverer.stop(most);
    return relays.join(Duration.ofNanos(until - System.nanoTime())) && delivered;
  }

  @Override
  public void close() throws Exception {
    deliverer.close();
    shaper.close();
    sinks.close();
    client.close();
  }
}
