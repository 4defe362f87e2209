package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.bellhop.event.StoredContent;
import io.bellhop.subscription.EventMask;
import io.bellhop.subscription.EventNames;
import io.bellhop.validation.Ids;
import io.bellhop.validation.TextRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads the event log in order, by a cursor that never skips or repeats an event. Thread-safe. */
final class EventLogReader {
  static final int MOST = 100;

  /** The cursor that means the present end of the log. */
  static final String END = "end";

  /** The query parameter that sets which end of the log comes first. */
  static final String ORDER = "order";

  private static final String NEWEST = "newest";
  private static final List<String> ORDERS = List.of("oldest", NEWEST);
  private static final String TYPE = "event";

  /**
   * A part of the log.
   *
   * @param more whether the log has more now
   * @param last the last position that Bellhop has read, whether or not it matches the filter
   */
  record Page(List<ResultRow> rows, boolean more, long last) {}

  private final Queries queries;
  private final Supplier<EventNames> names;
  private final ObjectMapper mapper;
  private final ListEndpoint list;

  /**
   * @param names the names of events
   */
  EventLogReader(Queries queries, Supplier<EventNames> names, ObjectMapper mapper) {
    this.queries = queries;
    this.names = names;
    this.mapper = mapper;
    this.list =
        new ListEndpoint(Visibility.Scope.OF_ACCOUNT, this::item)
            .filterByAccount()
            .filter(
                "property_id",
                "(property_id = :?property_id or left_property_id = :?property_id)",
                QueryParameters::text)
            .filter("record_id");
  }

  /** The query parameters that filter events. */
  String[] filters(String... others) {
    return list.parameters(others);
  }

  /** The events after a position that match the request's filters, in its order. */
  Page read(ApiRequest request, long after, int limit) throws Exception {
    boolean isNewest = isNewest(request.query());
    QueryFilter filter = list.conditions(request, isNewest ? "seq < :?after" : "seq > :?after");
    ofType(filter, request.query().text("event_type"));
    Map<String, Object> parameters = new LinkedHashMap<>(filter.parameters());
    parameters.put("after", after);
    // One more than requested shows whether there are more.
    parameters.put("limit", limit + 1);
    // Read before the rows, because events published in between belong to the next page.
    long head = head();
    List<ResultRow> rows =
        queries.list(
            "select seq, id, event_type, envelope from event where %s order by seq %s limit :?limit"
                .formatted(filter, isNewest ? "desc" : "asc"),
            parameters);
    if (rows.isEmpty() && after > head && !isNewest) {
      // Bellhop never issues a cursor beyond the end, where a reader would skip events.
      throw unknownCursor();
    }
    boolean more = rows.size() > limit;
    List<ResultRow> page = more ? rows.subList(0, limit) : rows;
    long end = page.isEmpty() ? after : page.get(page.size() - 1).number("seq");
    return new Page(page, more, more || isNewest ? end : Math.max(end, head));
  }

  /** The part of the log that a query requests, and the cursor for the next part. */
  ApiAnswer page(ApiRequest request) throws Exception {
    int limit = request.query().count("limit", MOST, MOST);
    Page page = read(request, place(request.query()), limit);
    String last = Long.toString(page.last());
    ObjectNode meta = ApiAnswer.object().put("limit", limit);
    meta.put("next", page.more() ? last : null);
    meta.put("last", last);
    return ApiAnswer.list(page.rows().stream().map(this::item).toList(), meta);
  }

  private static boolean isNewest(QueryParameters query) {
    boolean isNewest = NEWEST.equals(query.oneOf(ORDER, ORDERS));
    if (isNewest && query.text(LiveEvents.WAIT) != null) {
      throw ApiError.invalid(
          LiveEvents.WAIT, "waits for newer events, so it cannot go with order=newest");
    }
    return isNewest;
  }

  /** The place at which a list begins. */
  long place(QueryParameters query) throws Exception {
    String after = query.text("after");
    return after == null && isNewest(query) ? Long.MAX_VALUE : place(after);
  }

  /**
   * The position in the log of a cursor or an event's id.
   *
   * @param cursor null for the beginning
   */
  long place(String cursor) throws Exception {
    if (cursor == null) {
      return 0;
    }
    if (cursor.equals(END)) {
      return head();
    }
    if (cursor.matches("[0-9]{1,18}")) {
      return Long.parseLong(cursor);
    }
    UUID id = Ids.uuid(cursor);
    if (id == null) {
      throw unknownCursor();
    }
    return queries
        .first("select seq from event where id = cast(:?id as uuid)", Map.of("id", id.toString()))
        .orElseThrow(EventLogReader::unknownCursor)
        .number("seq");
  }

  private long head() throws Exception {
    return queries
        .list("select last_seq from event_head where id = :?id", Map.of("id", 1))
        .get(0)
        .number("last_seq");
  }

  /** Writes the envelope as stored, because it is already JSON and makes up most of the bytes. */
  ObjectNode item(ResultRow row) {
    return item(row.text("id"), json(row));
  }

  static ObjectNode item(Object id, String envelope) {
    ObjectNode item = ApiAnswer.object().put("id", id.toString()).put("type", TYPE);
    item.putRawValue("attributes", new RawValue(envelope));
    return item;
  }

  /**
   * Rows of earlier versions may contain an escape of an unpaired surrogate, which other parsers
   * reject.
   */
  String json(ResultRow row) {
    String stored =
        StoredContent.openEvent(
            queries.content(),
            row.number("seq"),
            row.text("id"),
            row.text("event_type"),
            row.text("envelope"));
    if (!stored.contains("\\ud") && !stored.contains("\\uD")) {
      return stored;
    }
    try {
      return TextRules.whole(mapper.writeValueAsString(mapper.readTree(stored)));
    } catch (JsonProcessingException e) {
      return stored;
    }
  }

  private void ofType(QueryFilter filter, String mask) {
    EventMask types = new EventMask(mask == null ? "*" : mask);
    List<String> faults = types.faults(names.get());
    if (!faults.isEmpty()) {
      throw ApiError.invalid(Map.of("event_type", faults));
    }
    if (types.parts().contains("*") || types.parts().isEmpty()) {
      return;
    }
    List<String> conditions = new ArrayList<>();
    for (String type : types.parts()) {
      String parameter = "type" + conditions.size();
      boolean isKind = type.endsWith(".*");
      conditions.add(
          "event_type " + (isKind ? "like :?%s escape '!'" : "= :?%s").formatted(parameter));
      filter.parameters().put(parameter, isKind ? beginning(type) : type);
    }
    filter.and("(" + String.join(" or ", conditions) + ")");
  }

  private static String beginning(String kind) {
    return kind.substring(0, kind.length() - 1).replaceAll("[!%_]", "!$0") + "%";
  }

  private static ApiError unknownCursor() {
    return ApiError.invalid(
        "after", "must be a cursor from meta.next or meta.last, the id of an event, or end");
  }
}
