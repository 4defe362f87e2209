package io.bellhop.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.delivery.Redelivery.Preview;
import io.bellhop.delivery.Redelivery.Replayed;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.delivery.relay.LoggedEvents;
import io.bellhop.delivery.relay.LoggedEvents.Logged;
import io.bellhop.json.Json;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscription;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Queues logged events for one subscription as if they were new. Thread-safe. */
final class EventReplay {
  /** The number of events that one query reads. */
  private static final int PAGE = 1000;

  /** The limit of events that one replay reads, however few of them match the subscription. */
  private static final int MAX_READ = 20 * PAGE;

  /** The number of events in a preview: enough to check the start time. */
  private static final int SHOWN = 10;

  private final Database database;
  private final DeliveryTable table;
  private final LoggedEvents log;
  private final RedeliveryQueue queue;
  private final ObjectMapper mapper;

  EventReplay(
      Database database,
      DeliveryTable table,
      LoggedEvents log,
      RedeliveryQueue queue,
      ObjectMapper mapper) {
    this.database = database;
    this.table = table;
    this.log = log;
    this.queue = queue;
    this.mapper = mapper;
  }

  /** The deliveries to queue, and the event to continue from; null at the end. */
  private record Found(List<OutboundEvent> deliveries, UUID next) {}

  /**
   * @param from the place of the first event
   * @param to the replay excludes events from this time on; null for no limit
   * @param limit the maximum number of deliveries; the result may have fewer even if the log has
   *     more
   */
  Replayed replay(Subscription subscription, long from, Instant to, int limit, Instant now)
      throws SQLException {
    Found found = find(subscription, from, to, limit, now);
    return enqueue(found.deliveries(), found.next());
  }

  /** Returns what the same call of {@link #replay} would queue, without queuing it. */
  Preview preview(Subscription subscription, long from, Instant to, int limit, Instant now)
      throws SQLException {
    Found found = find(subscription, from, to, limit, now);
    List<LoggedEvent> first =
        found.deliveries().stream().limit(SHOWN).map(OutboundEvent::event).toList();
    return new Preview(new Replayed(found.deliveries().size(), found.next()), first);
  }

  private Found find(Subscription subscription, long from, Instant to, int limit, Instant now)
      throws SQLException {
    List<OutboundEvent> found = new ArrayList<>();
    long place = from;
    for (int read = 0; ; ) {
      long start = place;
      List<Logged> page = database.transact(connection -> log.read(connection, start, PAGE));
      for (Logged event : page) {
        if (to != null && !event.createdAt().isBefore(to)) {
          return new Found(found, null);
        }
        if (found.size() == limit || read++ == MAX_READ) {
          return new Found(found, event.event().id());
        }
        delivery(subscription, event, now).ifPresent(found::add);
        place = event.event().seq() + 1;
      }
      if (page.size() < PAGE) {
        return new Found(found, null);
      }
    }
  }

  private Replayed enqueue(List<OutboundEvent> deliveries, UUID next) throws SQLException {
    if (deliveries.isEmpty()) {
      return new Replayed(0, next);
    }
    SortedMap<String, Instant> due = new TreeMap<>();
    deliveries.forEach(one -> due.put(one.orderKey(), one.createdAt()));
    boolean queued =
        database.durably(
            connection -> {
              boolean exists = queue.enqueue(connection, due);
              if (exists) {
                table.insert(connection, deliveries);
              }
              return exists;
            });
    return queued ? new Replayed(deliveries.size(), next) : new Replayed(0, null);
  }

  /** Empty if the event does not match the subscription. */
  private Optional<OutboundEvent> delivery(Subscription subscription, Logged logged, Instant now) {
    LoggedEvent event = logged.event();
    if (!subscription.eventMask().matches(event.type())) {
      return Optional.empty();
    }
    JsonNode data = data(event);
    String workspace = data.path("workspaceId").asText();
    if (!subscription.isFor(event.type(), workspace, logged.properties())) {
      return Optional.empty();
    }
    UUID id = DeliveryId.of(event.seq(), ThreadLocalRandom.current());
    return Optional.of(logged.to(subscription, id, data, now));
  }

  /** A delivery of an event, whether or not the subscription wants it. */
  OutboundEvent delivery(UUID id, Subscription subscription, Logged logged, Instant now) {
    return logged.to(subscription, id, data(logged.event()), now);
  }

  private JsonNode data(LoggedEvent event) {
    return Json.stored(mapper, event.envelope()).path("data");
  }
}
