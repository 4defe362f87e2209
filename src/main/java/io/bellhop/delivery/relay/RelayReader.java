package io.bellhop.delivery.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.delivery.http.OutboundEvent;
import io.bellhop.delivery.http.OutboundEvent.LoggedEvent;
import io.bellhop.json.Json;
import io.bellhop.subscription.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the events that a relay sends next. Thread-safe. */
final class RelayReader {
  /**
   * Enough for tens of thousands of events a second with a fast broker; a batch is in memory while
   * it is sent.
   */
  static final int LARGEST_BATCH = 250;

  private final LoggedEvents log;
  private final RelayRuns runs;
  private final ObjectMapper mapper;

  RelayReader(LoggedEvents log, RelayRuns runs, ObjectMapper mapper) {
    this.log = log;
    this.runs = runs;
    this.mapper = mapper;
  }

  /**
   * @param end the last place of the log that the relay may send
   * @return a batch without events if there is nothing to send
   */
  RelayBatch next(
      Connection connection, Subscription subscription, RelayTable.State state, long end, int limit)
      throws SQLException {
    long position = state.position();
    TreeMap<Long, Instant> places = new TreeMap<>();
    for (RelayRun run : runs.after(connection, subscription.id(), position, limit)) {
      long last = Math.min(run.last(), end);
      for (long at = Math.max(run.first(), position + 1); at <= last; at++) {
        if (places.size() < limit) {
          places.put(at, run.createdAt());
        }
      }
    }
    if (places.isEmpty()) {
      return new RelayBatch(position, position, 1, List.of());
    }
    List<OutboundEvent> all = read(connection, subscription, places);
    List<OutboundEvent> batch = untilRepeated(all);
    long to =
        batch.size() == all.size() ? places.lastKey() : batch.get(batch.size() - 1).event().seq();
    return new RelayBatch(position, to, state.failures() + 1, batch);
  }

  private static List<OutboundEvent> untilRepeated(List<OutboundEvent> events) {
    Set<String> records = new HashSet<>();
    int size = 0;
    while (size < events.size() && records.add(events.get(size).record())) {
      size++;
    }
    return events.subList(0, size);
  }

  /**
   * @param places the events' places, each with the time of its emission
   */
  List<OutboundEvent> read(
      Connection connection, Subscription subscription, Map<Long, Instant> places)
      throws SQLException {
    List<OutboundEvent> events = new ArrayList<>(places.size());
    for (LoggedEvents.Logged one : log.at(connection, places.keySet())) {
      LoggedEvent event = one.event();
      JsonNode data = Json.stored(mapper, event.envelope()).path("data");
      events.add(one.to(subscription, event.id(), data, places.get(event.seq())));
    }
    return events;
  }
}
