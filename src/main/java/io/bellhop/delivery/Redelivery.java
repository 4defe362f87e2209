package io.bellhop.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.delivery.RedeliveryTable.Again;
import io.bellhop.delivery.RedeliveryTable.Known;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.delivery.relay.LoggedEvents;
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

/**
 * Repeats ended deliveries, and replays logged events to a subscription, both through the same
 * queue and in the order of the log. Receivers recognise a repeated event by its id. Thread-safe.
 */
public final class Redelivery {
  /** The number of deliveries that one transaction puts back; Bellhop emits no events meanwhile. */
  private static final int MAX_PUT_BACK = 200;

  private static final long NANOS = 1_000_000_000L;

  /** The result of a request to repeat one delivery. */
  public enum RetryResult {
    QUEUED,
    NOT_FOUND,
    EVENT_GONE,
    WEBHOOK_GONE,
    WEBHOOK_INACTIVE
  }

  /**
   * @param count the number of queued deliveries
   * @param next the event to continue from; null at the end
   */
  public record Replayed(int count, UUID next) {}

  /**
   * The deliveries that a replay would queue.
   *
   * @param first the first events of the replay
   */
  public record Preview(Replayed replayed, List<LoggedEvent> first) {}

  private final Database database;
  private final Subscriptions subscriptions;
  private final RedeliveryTable table = new RedeliveryTable();
  private final LoggedEvents log;
  private final RedeliveryQueue queue;
  private final EventReplay replay;
  private final RelayedRetry relayed;
  private final Clock clock;
  private final Runnable wake;

  /**
   * @param wake called after deliveries were queued
   */
  public Redelivery(
      Database database,
      Subscriptions subscriptions,
      ObjectMapper mapper,
      Clock clock,
      Runnable wake) {
    this.database = database;
    this.subscriptions = subscriptions;
    this.clock = clock;
    this.wake = wake;
    this.log = new LoggedEvents(database.content());
    DeliveryTable deliveries = new DeliveryTable(database);
    this.queue = new RedeliveryQueue(subscriptions, deliveries, table);
    this.replay = new EventReplay(database, deliveries, log, queue, mapper);
    this.relayed = new RelayedRetry(subscriptions, deliveries, table, log, replay, clock);
  }

  /** Makes one delivery due now, with a new round of attempts unless it is pending. */
  public RetryResult retry(UUID id) throws SQLException {
    Optional<Known> known = database.transact(connection -> table.find(connection, id));
    if (known.isEmpty()) {
      return retryRelayed(id);
    }
    if (!known.get().eventIsThere()) {
      return RetryResult.EVENT_GONE;
    }
    String key = known.get().orderKey();
    Optional<Subscription> subscription =
        subscriptions.find(UUID.fromString(RedeliveryQueue.subscriptionOf(key)));
    if (subscription.isEmpty()) {
      return RetryResult.WEBHOOK_GONE;
    }
    if (!subscription.get().active()) {
      return RetryResult.WEBHOOK_INACTIVE;
    }
    Again one = new Again(id, key, clock.instant());
    database.durably(
        connection -> {
          if (putBack(connection, List.of(one)) == 0) {
            table.hurry(connection, one);
          }
          return null;
        });
    wake.run();
    return RetryResult.QUEUED;
  }

  /**
   * An event that a relay has sent becomes a separate delivery; an event that it has not sent
   * becomes due now.
   */
  private RetryResult retryRelayed(UUID id) throws SQLException {
    RetryResult result = database.durably(connection -> relayed.retry(connection, id));
    if (result == RetryResult.QUEUED) {
      wake.run();
    }
    return result;
  }

  /** The number of deliveries that {@link #retry(RedeliveryFilter, Integer)} would repeat. */
  public long count(RedeliveryFilter filter) throws SQLException {
    return database.transact(connection -> table.count(connection, filter));
  }

  /**
   * Repeats deliveries, each with a new round of attempts.
   *
   * @param rate the number of deliveries a second; null for all at once
   * @return the number of deliveries
   */
  public long retry(RedeliveryFilter filter, Integer rate) throws SQLException {
    Instant now = clock.instant();
    UUID after = new UUID(0, 0);
    long count = 0;
    while (true) {
      UUID last = after;
      List<Again> found =
          database.transact(connection -> table.ended(connection, filter, last, MAX_PUT_BACK));
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
    if (!queue.enqueue(connection, due)) {
      return 0;
    }
    // Another request for the same deliveries waits for the locks on the keys above, and then finds
    // no deliveries.
    int moved = table.putBack(connection, deliveries);
    table.hasten(connection, due);
    return moved;
  }

  private static Instant earlier(Instant a, Instant b) {
    return b.isBefore(a) ? b : a;
  }

  /** The place of an event in the log; empty if the log does not have it. */
  public Optional<Long> placeOf(UUID event) throws SQLException {
    return database.transact(connection -> log.placeOf(connection, event));
  }

  /** The place of the first event from a time on; empty if there is none. */
  public Optional<Long> placeFrom(Instant time) throws SQLException {
    return database.transact(connection -> log.placeFrom(connection, time));
  }

  /**
   * Queues logged events for a subscription as if they were new, if they match it.
   *
   * @param from the place of the first event
   * @param to the replay excludes events from this time on; null for no limit
   * @param limit the maximum number of deliveries; the result may have fewer even if the log has
   *     more
   */
  public Replayed replay(Subscription subscription, long from, Instant to, int limit)
      throws SQLException {
    Replayed replayed = replay.replay(subscription, from, to, limit, clock.instant());
    if (replayed.count() > 0) {
      wake.run();
    }
    return replayed;
  }

  /** Returns what the same call of {@link #replay} would queue, without queuing it. */
  public Preview preview(Subscription subscription, long from, Instant to, int limit)
      throws SQLException {
    return replay.preview(subscription, from, to, limit, clock.instant());
  }
}
