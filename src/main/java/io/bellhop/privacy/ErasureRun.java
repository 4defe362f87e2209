package io.bellhop.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.ErasableAnswers;
import io.bellhop.event.ErasableRecords;
import io.bellhop.event.ErasableRecords.Event;
import io.bellhop.event.ErasableRecords.State;
import io.bellhop.inbox.ErasableMessages;
import io.bellhop.inbox.ErasableMessages.Body;
import io.bellhop.inbox.MessageContent;
import io.bellhop.json.Json;
import io.bellhop.privacy.Erasure.Counts;
import io.bellhop.store.Database;
import io.bellhop.validation.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Erases one guest's data, or counts it. Each transaction processes a portion, and adds its counts
 * to the row; after a crash Bellhop runs it again with the same records and processes those that
 * are left.
 */
final class ErasureRun {
  /** Few, because bodies may be large. */
  static final int BODIES = 50;

  private final Database database;
  private final ErasureTable table;
  private final ObjectMapper mapper;
  private final Erasure erasure;
  private final Predicate<UUID> accounts;
  private final ErasableRecords stored;
  private final MessageContent content;
  private final Set<UUID> sources = new HashSet<>();
  private final Set<String> orderKeys = new HashSet<>();

  /**
   * @param accounts the accounts whose records to include
   */
  ErasureRun(
      Database database,
      ErasureTable table,
      ObjectMapper mapper,
      Erasure erasure,
      Predicate<UUID> accounts) {
    this.database = database;
    this.table = table;
    this.mapper = mapper;
    this.erasure = erasure;
    this.accounts = accounts;
    this.stored = new ErasableRecords(database.content());
    this.content = new MessageContent(database.content());
  }

  /**
   * @param isStopped whether to stop and leave the rest for the next start
   * @return false if it was stopped
   * @throws TooManyRecordsException if the records are not one guest's
   */
  boolean run(BooleanSupplier isStopped, Instant now) throws SQLException {
    Guest guest = database.transact(connection -> table.guest(connection, erasure.id()));
    Set<String> records = records(guest);
    return eachEvent(records, isStopped, now)
        && eachBody(guest, isStopped)
        && eachState(records, isStopped);
  }

  private Set<String> records(Guest guest) throws SQLException {
    var known = database.transact(connection -> table.found(connection, erasure.id()));
    if (known.isPresent()) {
      database.durably(
          connection -> {
            table.beginCount(connection, erasure.id());
            return null;
          });
      return known.get();
    }
    Set<String> found = new GuestSearch(database, mapper, guest, accounts).run();
    database.durably(
        connection -> {
          table.found(connection, erasure.id(), found);
          return null;
        });
    return found;
  }

  private boolean eachEvent(Set<String> records, BooleanSupplier isStopped, Instant now)
      throws SQLException {
    long after = 0;
    List<Event> events;
    do {
      long from = after;
      events = database.transact(c -> stored.eventsAfter(c, from, GuestSearch.PORTION));
      erase(events, records, now);
      after = events.isEmpty() ? after : events.get(events.size() - 1).seq();
    } while (events.size() == GuestSearch.PORTION && !isStopped.getAsBoolean());
    return !isStopped.getAsBoolean();
  }

  private void erase(List<Event> events, Set<String> records, Instant now) throws SQLException {
    Map<Event, ObjectNode> theirs = new LinkedHashMap<>();
    for (Event event : events) {
      ObjectNode envelope = (ObjectNode) Json.stored(mapper, event.envelope());
      JsonNode data = envelope.path("data");
      if (records.contains(GuestSearch.idOf(event, data))) {
        theirs.put(event, envelope);
        data.path("sourceEvents").forEach(id -> sources.add(Ids.uuid(id.asText())));
      }
    }
    if (!theirs.isEmpty()) {
      database.durably(
          connection -> {
            for (Map.Entry<Event, ObjectNode> one : theirs.entrySet()) {
              erase(connection, one.getKey(), one.getValue(), now);
            }
            return null;
          });
    }
  }

  private void erase(Connection connection, Event event, ObjectNode envelope, Instant now)
      throws SQLException {
    boolean isChanged = PersonalFields.erase(envelope, now);
    int answers;
    if (erasure.isDryRun()) {
      answers = ErasableAnswers.count(connection, event.seq());
    } else {
      answers = ErasableAnswers.erase(connection, event.seq());
      if (isChanged) {
        stored.replaceEvent(connection, event, Json.text(mapper, envelope));
      }
    }
    if (isChanged || answers > 0) {
      table.count(connection, erasure.id(), new Counts(0, isChanged ? 1 : 0, 0, 0, answers));
    }
  }

  private void readKeys() throws SQLException {
    List<UUID> all = new ArrayList<>(sources);
    for (int from = 0; from < all.size(); from += GuestSearch.PORTION) {
      List<UUID> some = all.subList(from, Math.min(from + GuestSearch.PORTION, all.size()));
      orderKeys.addAll(database.transact(c -> ErasableMessages.orderKeys(c, some)));
    }
  }

  private boolean eachBody(Guest guest, BooleanSupplier isStopped) throws SQLException {
    readKeys();
    UUID after = ErasableMessages.FIRST;
    List<Body> bodies;
    do {
      UUID from = after;
      bodies = database.transact(c -> ErasableMessages.bodiesAfter(c, content, from, BODIES));
      List<Body> theirs = bodies.stream().filter(body -> isTheirs(guest, body)).toList();
      if (!theirs.isEmpty()) {
        database.durably(connection -> bodies(connection, theirs));
      }
      after = bodies.isEmpty() ? after : bodies.get(bodies.size() - 1).id();
    } while (bodies.size() == BODIES && !isStopped.getAsBoolean());
    return !isStopped.getAsBoolean();
  }

  private boolean isTheirs(Guest guest, Body body) {
    return accounts.test(body.account())
        && (sources.contains(body.id())
            || orderKeys.contains(body.orderKey())
            || body.content() != null && guest.isMentionedIn(mapper, body.content()));
  }

  private Void bodies(Connection connection, List<Body> theirs) throws SQLException {
    List<UUID> settled = theirs.stream().filter(one -> !one.isPending()).map(Body::id).toList();
    int erased = erasure.isDryRun() ? settled.size() : ErasableMessages.erase(connection, settled);
    Counts counts = new Counts(0, 0, erased, theirs.size() - erased, 0);
    table.count(connection, erasure.id(), counts);
    return null;
  }

  /** Last, because a run after a crash finds the guest's values here. */
  private boolean eachState(Set<String> records, BooleanSupplier isStopped) throws SQLException {
    List<String> all = List.copyOf(records);
    for (int from = 0; from < all.size() && !isStopped.getAsBoolean(); from += BODIES) {
      List<String> some = all.subList(from, Math.min(from + BODIES, all.size()));
      database.durably(connection -> states(connection, some));
    }
    return !isStopped.getAsBoolean();
  }

  private Void states(Connection connection, List<String> ids) throws SQLException {
    int erased = 0;
    for (State state : stored.hold(connection, ids)) {
      JsonNode record = Json.stored(mapper, state.record());
      ObjectNode kept = PersonalFields.erased(record);
      if (!kept.equals(record)) {
        erased++;
        if (!erasure.isDryRun()) {
          stored.replaceState(connection, state, record, kept, Json.text(mapper, kept));
        }
      }
    }
    table.count(connection, erasure.id(), new Counts(erased, 0, 0, 0, 0));
    return null;
  }
}
