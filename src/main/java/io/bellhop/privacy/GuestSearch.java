package io.bellhop.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.event.ErasableRecords;
import io.bellhop.event.ErasableRecords.Event;
import io.bellhop.event.ErasableRecords.State;
import io.bellhop.inbox.ErasableMessages;
import io.bellhop.inbox.ErasableMessages.Body;
import io.bellhop.inbox.MessageContent;
import io.bellhop.json.Json;
import io.bellhop.store.Database;
import io.bellhop.validation.Ids;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Finds the records about a guest: those with one of the guest's values, now or in an event, and
 * those that belong to such a booking or guest. It reads all snapshots and the whole log.
 */
final class GuestSearch {
  static final int PORTION = 200;

  /**
   * More records do not belong to one guest: they share the address of an agency or of the
   * property.
   */
  private static final int MOST_RECORDS = 5_000;

  private final Database database;
  private final ObjectMapper mapper;
  private final Guest guest;
  private final Predicate<UUID> accounts;
  private final ErasableRecords stored;
  private final Set<String> found = new TreeSet<>();

  /**
   * @param accounts the accounts whose records to include
   */
  GuestSearch(Database database, ObjectMapper mapper, Guest guest, Predicate<UUID> accounts) {
    this.database = database;
    this.mapper = mapper;
    this.guest = guest;
    this.accounts = accounts;
    this.stored = new ErasableRecords(database.content());
  }

  /**
   * @throws TooManyRecordsException if they are not one guest's
   */
  Set<String> run() throws SQLException {
    if (guest.guestId() != null) {
      readBodies();
    }
    int before = -1;
    while (before != found.size()) {
      // A record that belongs to a booking may precede it.
      before = found.size();
      readStates();
      readEvents();
    }
    return found;
  }

  /** Some records lack the id of their guest, but the provider's body may have it. */
  private void readBodies() throws SQLException {
    MessageContent content = new MessageContent(database.content());
    UUID after = ErasableMessages.FIRST;
    List<Body> bodies;
    do {
      UUID from = after;
      bodies =
          database.transact(c -> ErasableMessages.bodiesAfter(c, content, from, ErasureRun.BODIES));
      for (Body body : bodies) {
        if (!body.events().isEmpty()
            && accounts.test(body.account())
            && body.content() != null
            && guest.hasFieldIn(mapper, body.content())) {
          addRecords(body.events());
        }
        after = body.id();
      }
    } while (bodies.size() == ErasureRun.BODIES);
  }

  private void addRecords(List<String> events) throws SQLException {
    List<UUID> ids = events.stream().map(Ids::uuid).filter(Objects::nonNull).toList();
    for (Event event : database.transact(c -> stored.events(c, ids))) {
      if (PersonalFields.mayHoldGuests(event.recordType())) {
        found.add(idOf(event, Json.stored(mapper, event.envelope()).path("data")));
      }
    }
  }

  private void readStates() throws SQLException {
    String after = "";
    List<State> states;
    do {
      String from = after;
      states = database.transact(c -> stored.statesAfter(c, from, PORTION));
      for (State state : states) {
        look(state.account(), state.type(), state.id(), Json.stored(mapper, state.record()));
        after = state.id();
      }
    } while (states.size() == PORTION);
  }

  private void readEvents() throws SQLException {
    long after = 0;
    List<Event> events;
    do {
      long from = after;
      events = database.transact(c -> stored.eventsAfter(c, from, PORTION));
      for (Event event : events) {
        JsonNode data = Json.stored(mapper, event.envelope()).path("data");
        String id = idOf(event, data);
        for (String part : new String[] {"record", "previous", "changes"}) {
          look(event.account(), event.recordType(), id, data.path(part));
        }
        after = event.seq();
      }
    } while (events.size() == PORTION);
  }

  /** The record that an event is about. */
  static String idOf(Event event, JsonNode data) {
    return ErasableRecords.id(event.account(), event.recordType(), data.at("/record/id").asText());
  }

  private void look(UUID account, String type, String id, JsonNode record) {
    boolean isTheirs =
        PersonalFields.mayHoldGuests(type)
            && accounts.test(account)
            && !found.contains(id)
            && (guest.isIn(type, record) || belongs(account, record));
    if (isTheirs) {
      found.add(id);
      if (found.size() > MOST_RECORDS) {
        throw new TooManyRecordsException(MOST_RECORDS);
      }
    }
  }

  private boolean belongs(UUID account, JsonNode record) {
    return isFound(account, "reservation", record.path("reservationId"))
        || isFound(account, "guest", record.path("guestId"));
  }

  private boolean isFound(UUID account, String type, JsonNode ids) {
    boolean isOne =
        !ids.isMissingNode() && found.contains(ErasableRecords.id(account, type, ids.asText()));
    for (JsonNode id : ids) {
      isOne |= found.contains(ErasableRecords.id(account, type, id.asText()));
    }
    return isOne;
  }
}
