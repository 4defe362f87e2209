package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.bellhop.access.Caller;
import io.bellhop.subscription.EventMask;
import io.bellhop.subscription.EventNames;
import io.bellhop.validation.Ids;
import io.bellhop.validation.TextRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The event log, in order, read by a cursor that never skips and never repeats. */
final class EventsResource {
  private static final int MOST = 100;
  private static final String TYPE = "event";

  private final Queries queries;
  private final DeliveryRows deliveries;
  private final Supplier<EventNames> names;
  private final ObjectMapper mapper;
  private final ListEndpoint list =
      new ListEndpoint(Visibility.Scope.OF_ACCOUNT, this::item).filterByAccount().filter("property_id");

  /**
   * @param names what events can be called
   */
  EventsResource(Queries queries, Supplier<EventNames> names, ObjectMapper mapper) {
    this.names = names;
    this.queries = queries;
    this.deliveries = new DeliveryRows(queries);
    this.mapper = mapper;
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.of(
            "GET",
            "events",
            this::list,
            list.parameters("after", "limit", "event_type")),
        ApiOperation.of("GET", "events/{id}", this::one));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    QueryParameters query = request.query();
    int limit = query.count("limit", MOST, MOST);
    long after = after(query.text("after"));
    QueryFilter filter = list.conditions(request, "seq > :?after");
    ofType(filter, query.text("event_type"));
    Map<String, Object> parameters = new LinkedHashMap<>(filter.parameters());
    parameters.put("after", after);
    // One more than wanted shows whether there are more.
    parameters.put("limit", limit + 1);
    List<ResultRow> rows =
        queries.list(
            "select seq, id, envelope from event where " + filter + " order by seq limit :?limit",
            parameters);
    if (rows.isEmpty()) {
      mustNotBeBeyondEnd(after);
    }
    boolean more = rows.size() > limit;
    List<ResultRow> page = more ? rows.subList(0, limit) : rows;
    ObjectNode meta = ApiAnswer.object().put("limit", limit);
    meta.put("next", more ? page.get(limit - 1).text("seq") : null);
    return ApiAnswer.list(page.stream().map(this::item).toList(), meta);
  }

  /** As stored: the envelope is JSON already, and most of a reader's bytes. */
  private ObjectNode item(ResultRow row) {
    ObjectNode item = ApiAnswer.object().put("id", row.text("id")).put("type", TYPE);
    item.putRawValue("attributes", new RawValue(json(row)));
    return item;
  }

  /**
   * Rows of earlier versions may hold an escape for half a character, which other parsers refuse.
   */
  private String json(ResultRow row) {
    String stored = row.text("envelope");
    if (!stored.contains("\\ud") && !stored.contains("\\uD")) {
      return stored;
    }
    try {
      return TextRules.whole(mapper.writeValueAsString(mapper.readTree(stored)));
    } catch (JsonProcessingException e) {
      return stored;
    }
  }

  private void ofType(QueryFilter filter, String type) {
    if (type == null || type.equals("*")) {
      return;
    }
    List<String> faults = new EventMask(type).faults(names.get());
    if (!faults.isEmpty()) {
      throw ApiError.invalid(Map.of("event_type", faults));
    }
    if (type.endsWith(".*")) {
      String prefix = type.substring(0, type.length() - 1).replaceAll("[!%_]", "!$0");
      filter.and("event_type like :?type escape '!'", "type", prefix + "%");
    } else {
      filter.and("event_type = :?type", "type", type);
    }
  }

  /** The place in the log that a cursor or an event's id stands for. */
  private long after(String cursor) throws Exception {
    if (cursor == null) {
      return 0;
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
        .orElseThrow(EventsResource::unknownCursor)
        .number("seq");
  }

  /** Bellhop never gave out a place beyond the end of the log: a reader there would skip events. */
  private void mustNotBeBeyondEnd(long after) throws Exception {
    long last =
        queries
            .list("select last_seq from event_head where id = :?id", Map.of("id", 1))
            .get(0)
            .number("last_seq");
    if (after > last) {
      throw unknownCursor();
    }
  }

  private static ApiError unknownCursor() {
    return ApiError.invalid("after", "must be a cursor from meta.next or the id of an event");
  }

  private ApiAnswer one(ApiRequest request) throws Exception {
    ResultRow row =
        queries
            .first(
                "select seq, id, envelope from event where id = cast(:?id as uuid)",
                Map.of("id", request.uuid().toString()))
            .orElseThrow(ApiError::notFound);
    ObjectNode attributes = (ObjectNode) mapper.readTree(row.text("envelope"));
    List<String> sources = new ArrayList<>();
    attributes.path("data").path("sourceEvents").forEach(source -> sources.add(source.asText()));
    attributes.putArray("deliveries").addAll(messages(sources));
    List<JsonNode> seen = deliveries(row.number("seq"), request.caller());
    attributes.putArray("webhook_deliveries").addAll(seen);
    Set<String> ids = seen.stream().map(d -> d.path("id").asText()).collect(Collectors.toSet());
    attributes.putArray("attempts").addAll(attempts(row.number("seq"), ids));
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item(row.text("id"), TYPE, attributes));
  }

  /** Its deliveries to subscriptions. */
  private List<JsonNode> deliveries(long seq, Caller caller) throws Exception {
    QueryFilter all = DeliveryRows.ofEvent(new QueryFilter("1 = 1"), seq);
    QueryFilter filter = Visibility.Scope.OF_SUBSCRIPTION.narrow(all, caller);
    List<JsonNode> found = new ArrayList<>();
    for (ResultRow row : deliveries.list(null, filter, new ListPage(1, MOST))) {
      found.add(
          ApiAnswer.object()
              .put("id", row.text("id"))
              .put("webhook_id", row.text("subscription_id"))
              .put("status", row.text("status")));
    }
    return found;
  }

  private List<JsonNode> attempts(long seq, Set<String> ofDeliveries) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    for (ResultRow row : deliveries.attemptsOfEvent(seq)) {
      if (ofDeliveries.contains(row.text("delivery_id"))) {
        found.add(DeliveryRows.attempt(row).put("delivery_id", row.text("delivery_id")));
      }
    }
    return found;
  }

  private List<JsonNode> messages(List<String> ids) throws Exception {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    List<String> places = new ArrayList<>();
    for (String id : ids) {
      String name = "id" + places.size();
      parameters.put(name, id);
      places.add("cast(:?" + name + " as uuid)");
    }
    return queries
        .list(
            "select id, native_event, status, received_at, attempts from inbox where id in ("
                + String.join(", ", places)
                + ") order by id",
            parameters)
        .stream()
        .map(EventsResource::message)
        .toList();
  }

  private static JsonNode message(ResultRow row) {
    return ApiAnswer.object()
        .put("id", row.text("id"))
        .put("native_event", row.text("native_event"))
        .put("status", row.text("status"))
        .put("received_at", row.time("received_at"))
        .put("attempts", row.number("attempts"));
  }
}
