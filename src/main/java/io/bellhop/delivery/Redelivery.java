package io.bellhop.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.delivery.RedeliveryTable.Again;
import io.bellhop.delivery.RedeliveryTable.Known;
import io.bellhop.delivery.RedeliveryTable.Logged;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.event.AppendedEvent;
import io.bellhop.queue.OrderKeyTable.Arrival;
import io.bellhop.store.Database;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends again what was sent, or what should have been: by the same queue, in the order of the log.
 * Receivers know it by the event's id. Thread-safe.
 */
public final class Redelivery {
  /** Deliveries that are put back in one transaction: nothing is published meanwhile. */
  private static final int MOST_PUT_BACK = 200;

  /** Events that are read at once. */
  private static final int PAGE = 1000;

  /** Events that one replay looks at, however few of them are for the subscription. */
  private static final int MOST_READ = 20 * PAGE;

  private static final long NANOS = 1_000_000_000L;

  /** What came of a wish to try one again. */
  public enum Retried {
    QUEUED,
    NOT_FOUND,
    EVENT_GONE,
    WEBHOOK_GONE,
    WEBHOOK_INACTIVE
  }

  /**
   * Deliveries to one subscription that ended alike.
   *
   * @param status delivered or dead
   * @param from of the time when they were queued first; null: from the beginning
   * @param to not including it; null: to the end
   */
  public record Wish(UUID subscriptionId, String status, Instant from, Instant to) {}

  /**
   * @param count deliveries that were queued
   * @param next the event to go on from; null at the end
   */
  public record Replayed(int count, UUID next) {}

  private final Database database;
  private final Subscriptions subscriptions;
  private final DeliveryTable table;
  private final RedeliveryTable again = new RedeliveryTable();
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Runnable wake;

  /**
   * @param wake is told that there is work
   */
  public Redelivery(
      Database database,
      Subscriptions subscriptions,
      ObjectMapper mapper,
      Clock clock,
      Runnable wake) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.table = new DeliveryTable(database.dialect());
    this.mapper = mapper;
    this.clock = clock;
    this.wake = wake;
  }

  /** Tries one again now, with a whole new round of attempts unless it is pending. */
  public Retried retry(UUID id) throws SQLException {
    Optional<Known> known = database.transact(connection -> again.find(connection, id));
    if (known.isEmpty()) {
      return Retried.NOT_FOUND;
    }
    if (!known.get().eventIsThere()) {
      return Retried.EVENT_GONE;
    }
    String key = known.get().orderKey();
    Optional<Subscription> subscription = subscriptions.find(UUID.fromString(webhookOf(key)));
    if (subscription.isEmpty()) {
      return Retried.WEBHOOK_GONE;
    }
    if (!subscription.get().active()) {
      return Retried.WEBHOOK_INACTIVE;
    }
    Again one = new Again(id, key, clock.instant());
    database.durably(
        connection -> {
          if (putBack(connection, List.of(one)) == 0) {
            again.hurry(connection, one);
          }
          return null;
        });
    wake.run();
    return Retried.QUEUED;
  }

  /** How many a {@link #retry(Wish, Integer)} would try again. */
  public long count(Wish wish) throws SQLException {
    return database.transact(connection -> again.count(connection, wish));
  }

  /**
   * Tries them again, each with a whole new round of attempts.
   *
   * @param rate how many in a second; null: all at once
   * @return how many
   */
  public long retry(Wish wish, Integer rate) throws SQLException {
    Instant now = clock.instant();
    UUID after = new UUID(0, 0);
    long count = 0;
    while (true) {
      UUID last = after;
      List<Again> found =
          database.transact(connection -> again.alike(connection, wish, last, MOST_PUT_BACK));
      if (found.isEmpty()) {
        return count;
      }
      List<Again> timed = new ArrayList<>(found.size());
      for (Again one : found) {
        Instant due = rate == null ? now : now.plusNanos((count + timed.size()) * NANOS / rate);
        timed.add(new Again(one.id(), one.orderKey(), due));
      }
      count += database.durably(connection -> putBack(connection, timed));
      after = found.get(found.size() - 1).id();
      wake.run();
    }
  }

  private int putBack(Connection connection, List<Again> deliveries) throws SQLException {
    SortedMap<String, Instant> due = new TreeMap<>();
    deliveries.forEach(one -> due.merge(one.orderKey(), one.dueAt(), Redelivery::earlier));
    if (!enqueue(connection, due)) {
      return 0;
    }
    // Whoever else puts them back waits for the keys above, and then finds them gone.
    int moved = again.putBack(connection, deliveries);
    again.hasten(connection, due);
    return moved;
  }

  /** What an order key begins with: the queue that it is claimed in. */
  private static String webhookOf(String orderKey) {
    return orderKey.substring(0, orderKey.indexOf(' '));
  }

  private static Instant earlier(Instant a, Instant b) {
    return b.isBefore(a) ? b : a;
  }

  /**
   * @param due keys of one subscription
   * @return false if the subscription is gone by now: nobody would claim what is queued for it
   */
  private boolean enqueue(Connection connection, SortedMap<String, Instant> due)
      throws SQLException {
    again.takeHead(connection);
    String subscription = webhookOf(due.firstKey());
    if (subscriptions.in(connection).stream()
        .noneMatch(w -> w.id().toString().equals(subscription))) {
      return false;
    }
    SortedMap<String, Arrival> arrivals = new TreeMap<>();
    due.forEach((key, at) -> arrivals.put(key, new Arrival(webhookOf(key), at, null)));
    table.keys().enqueue(connection, arrivals);
    return true;
  }

  /** The place of an event in the log; empty if it is not there. */
  public Optional<Long> placeOf(UUID event) throws SQLException {
    return database.transact(connection -> again.placeOf(connection, event));
  }

  /** The place of the first event from a time on; empty if there is none. */
  public Optional<Long> placeFrom(Instant time) throws SQLException {
    return database.transact(connection -> again.placeFrom(connection, time));
  }

  /**
   * Queues events of the log for a subscription as if they happened now: those that it is for.
   *
   * @param from the place of the first
   * @param to events from this time on are left out; null: none are
   * @param most deliveries; there may be less though there are more to come
   */
  public Replayed replay(Subscription subscription, long from, Instant to, int most)
      throws SQLException {
    Instant now = clock.instant();
    List<OutboundEvent> found = new ArrayList<>();
    long place = from;
    for (int read = 0; ; ) {
      long start = place;
      List<Logged> page = database.transact(connection -> again.log(connection, start, PAGE));
      for (Logged event : page) {
        if (to != null && !event.createdAt().isBefore(to)) {
          return queue(found, null, now);
        }
        if (found.size() == most || read++ == MOST_READ) {
          return queue(found, event.id(), now);
        }
        delivery(subscription, event, now).ifPresent(found::add);
        place = event.seq() + 1;
      }
      if (page.size() < PAGE) {
        return queue(found, null, now);
      }
    }
  }

  private Replayed queue(List<OutboundEvent> deliveries, UUID next, Instant now)
      throws SQLException {
    if (deliveries.isEmpty()) {
      return new Replayed(0, next);
    }
    SortedMap<String, Instant> due = new TreeMap<>();
    deliveries.forEach(one -> due.put(one.orderKey(), now));
    boolean queued =
        database.durably(
            connection -> {
              boolean there = enqueue(connection, due);
              if (there) {
                table.insert(connection, deliveries);
              }
              return there;
            });
    wake.run();
    return queued ? new Replayed(deliveries.size(), next) : new Replayed(0, null);
  }

  /** Empty if the event is not for the subscription. */
  private Optional<OutboundEvent> delivery(Subscription subscription, Logged event, Instant now) {
    if (!subscription.eventMask().matches(event.type())) {
      return Optional.empty();
    }
    JsonNode data = data(event);
    String workspace = data.path("workspaceId").asText();
    if (!subscription.isFor(event.type(), workspace, event.property())) {
      return Optional.empty();
    }
    String record =
        AppendedEvent.record(event.account(), event.type(), data.at("/record/id").asText());
    return Optional.of(
        new OutboundEvent(
            DeliveryId.of(event.seq(), ThreadLocalRandom.current()),
            subscription.id(),
            subscription.keyPrefix() + record,
            event.seq(),
            event.id(),
            event.type(),
            0,
            0,
            0,
            now,
            event.envelope()));
  }

  private JsonNode data(Logged event) {
    try {
      return mapper.readTree(event.envelope()).path("data");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of the log is not JSON: " + event.id());
    }
  }
}
