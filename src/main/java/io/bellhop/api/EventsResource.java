package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The event log, in order, read by a cursor that never skips or repeats an event. */
final class EventsResource {
  private static final String TYPE = "event";

  private final Queries queries;
  private final DeliveryRows deliveries;
  private final ObjectMapper mapper;
  private final EventLogReader log;

  EventsResource(Queries queries, EventLogReader log, ObjectMapper mapper) {
    this.queries = queries;
    this.log = log;
    this.deliveries = new DeliveryRows(queries);
    this.mapper = mapper;
  }

  List<ApiOperation> operations() {
    return List.of(
        listing(),
        stream(
            request -> {
              throw ApiError.notSupported(
                  "The HTTP server of this hub cannot stream: ask for GET /events");
            }),
        ApiOperation.of("GET", "events/{id}", this::one));
  }

  /** The calls whose callers may wait for new events. */
  List<ApiOperation> live() {
    return List.of(listing(), stream(this::start));
  }

  private ApiOperation listing() {
    return ApiOperation.of(
        "GET",
        "events",
        this::list,
        log.filters("after", "limit", "event_type", EventLogReader.ORDER, LiveEvents.WAIT));
  }

  private ApiOperation stream(ApiOperation.Handler handler) {
    return ApiOperation.of("GET", "events/stream", handler, log.filters("after", "event_type"));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    WaitTime.of(request.query());
    return log.page(request);
  }

  /** The start of a stream: with new events, unless the caller names another position. */
  private ApiAnswer start(ApiRequest request) throws Exception {
    String after = request.query().text("after");
    long place = log.place(after == null ? EventLogReader.END : after);
    // A trial read finds faults in filters and position.
    log.read(request, place, 1);
    return ApiAnswer.meta(ApiAnswer.object().put("last", Long.toString(place)));
  }

  private ApiAnswer one(ApiRequest request) throws Exception {
    ResultRow row =
        queries
            .first(
                "select seq, id, event_type, envelope from event where id = cast(:?id as uuid)",
                Map.of("id", request.uuid().toString()))
            .orElseThrow(ApiError::notFound);
    ObjectNode attributes = (ObjectNode) mapper.readTree(log.json(row));
    List<String> sources = new ArrayList<>();
    attributes.path("data").path("sourceEvents").forEach(source -> sources.add(source.asText()));
    SourceMessages messages = SourceMessages.read(queries, sources);
    attributes.putArray("deliveries").addAll(messages.items());
    attributes.putArray("duplicates").addAll(messages.duplicates(queries));
    List<JsonNode> seen = deliveries(row.number("seq"), request.caller());
    attributes.putArray("webhook_deliveries").addAll(seen);
    Set<String> ids = seen.stream().map(d -> d.path("id").asText()).collect(Collectors.toSet());
    attributes
        .putArray("attempts")
        .addAll(attempts(row.number("seq"), id -> request.caller().seesAll() || ids.contains(id)));
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item(row.text("id"), TYPE, attributes));
  }

  /** The deliveries of an event to subscriptions. */
  private List<JsonNode> deliveries(long seq, Caller caller) throws Exception {
    QueryFilter filter = Visibility.Scope.OF_SUBSCRIPTION.narrow(new QueryFilter("1 = 1"), caller);
    List<JsonNode> found = new ArrayList<>();
    for (ResultRow row : deliveries.ofEvent(seq, filter)) {
      found.add(
          ApiAnswer.object()
              .put("id", DeliveryRows.id(row))
              .put("webhook_id", row.text("subscription_id"))
              .put("status", row.text("status")));
    }
    return found;
  }

  private List<ObjectNode> attempts(long seq, Predicate<String> ofDelivery) throws Exception {
    return deliveries.attemptsOfEvent(seq).stream()
        .filter(attempt -> ofDelivery.test(attempt.path("delivery_id").asText()))
        .toList();
  }
}
