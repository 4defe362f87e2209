package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.Suggestions;
import io.bellhop.event.StoredContent;
import io.bellhop.identity.StayLinks;
import io.bellhop.subscription.EventNames;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Records in their present state: the snapshots of existing accounts, without those that the
 * providers have deleted. Bookings also have their own path, {@code /reservations}, because most
 * callers look for them.
 */
final class RecordsResource {
  private static final String RESERVATION = "reservation";
  private static final List<String> STAYS = List.of(RESERVATION, "block");

  /** The condition for snapshots that callers see. */
  static final String STANDING =
      "deleted = false and account_id in (select id from integration_account)";

  private static final String COLUMNS = "id, record_id, account_id, record, record_type";

  private final Queries queries;
  private final Supplier<EventNames> names;
  private final ObjectMapper mapper;
  private final EventLogReader log;
  private final RecordSearch search;
  private final RecordLinks links;
  private final ListEndpoint list =
      RecordSearch.byDates(
          new ListEndpoint(Visibility.Scope.OF_ACCOUNT, this::item)
              .filterByAccount()
              .filter("property_id")
              .filter("record_id"));

  /**
   * @param names the names of events, and with them the record types
   */
  RecordsResource(
      Queries queries,
      Supplier<EventNames> names,
      ObjectMapper mapper,
      EventLogReader log,
      StayLinks links,
      RecordSearch search) {
    this.queries = queries;
    this.search = search;
    this.names = names;
    this.mapper = mapper;
    this.log = log;
    this.links = new RecordLinks(links);
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.pages(
            "records/{type}",
            request -> list(type(request), request),
            filters(RecordWalk.PARAMETERS)),
        ApiOperation.of(
            "GET",
            "records/{type}/{id}",
            request -> one(type(request), request.segments().get(2), request),
            "integration_account_id"),
        ApiOperation.of(
            "GET",
            "records/{type}/{id}/events",
            this::history,
            "integration_account_id",
            "after",
            "limit",
            EventLogReader.ORDER));
  }

  List<ApiOperation> reservationOperations() {
    return List.of(
        ApiOperation.pages("reservations", request -> list(RESERVATION, request), filters()),
        ApiOperation.of(
            "GET",
            "reservations/{id}",
            request -> one(RESERVATION, request.id(), request),
            "integration_account_id"));
  }

  private String[] filters(String... others) {
    return list.parameters(RecordSearch.parameters(others));
  }

  private ApiAnswer list(String type, ApiRequest request) throws Exception {
    QueryFilter filter = ofType(list.conditions(request, STANDING), type);
    QueryFilter found = search.byWords(filter, request.query());
    return links.in(
        RecordWalk.isAskedFor(request.query())
            ? new RecordWalk(queries, this::item).answer(request.query(), found, COLUMNS)
            : list.answer(
                request.query(), found, queries.rows(COLUMNS, "snapshot", "updated_at desc, id")));
  }

  /**
   * Two accounts may have the same id; if the caller does not choose, the answer is the older
   * record.
   */
  private ApiAnswer one(String type, String id, ApiRequest request) throws Exception {
    QueryFilter filter =
        ofType(list.conditions(request, STANDING), type).and("record_id = :?id", "id", id);
    ResultRow row =
        queries
            .first(
                "select %s from snapshot where %s order by created_at, id limit 1"
                    .formatted(COLUMNS, filter),
                filter.parameters())
            .orElseThrow(ApiError::notFound);
    return links.in(ApiAnswer.one(ApiAnswer.OK, item(row)));
  }

  /** The events of a record, even of one that the provider has deleted. */
  private ApiAnswer history(ApiRequest request) throws Exception {
    String type = request.segments().get(1);
    String known = names.get().isPart(type + ".*") ? type : type(request);
    String id = request.segments().get(2);
    ApiRequest events =
        request
            .with("record_id", id)
            // A hold may become a booking, and a booking of the owner a block.
            .with("event_type", STAYS.contains(known) ? "reservation.*;block.*" : known + ".*");
    ApiAnswer answer = log.page(events);
    if (answer.body().path("data").isEmpty()
        && !isThere(known, id, request)
        && log.read(events.with(EventLogReader.ORDER, ""), 0, 1).rows().isEmpty()) {
      throw ApiError.notFound();
    }
    return answer;
  }

  private boolean isThere(String type, String id, ApiRequest request) throws Exception {
    QueryFilter filter =
        ofType(list.conditions(request, "1 = 1"), type).and("record_id = :?id", "id", id);
    return queries
        .first(
            "select 1 as found from snapshot where %s limit 1".formatted(filter),
            filter.parameters())
        .isPresent();
  }

  private static QueryFilter ofType(QueryFilter filter, String type) {
    return filter.and("record_type = :?type", "type", type);
  }

  /**
   * @throws ApiError 404 for an unknown type, because an empty list would look like a valid answer
   */
  private String type(ApiRequest request) throws Exception {
    String type = request.segments().get(1);
    TreeSet<String> known = new TreeSet<>(names.get().recordTypes());
    if (!known.contains(type)) {
      // A provider that is no longer loaded may have left records.
      queries
          .list("select distinct record_type from snapshot", Map.of())
          .forEach(row -> known.add(row.text("record_type")));
    }
    if (!known.contains(type)) {
      throw ApiError.notFound("type", Suggestions.unknown(type, known));
    }
    return type;
  }

  private ObjectNode item(ResultRow row) throws JsonProcessingException {
    String record = StoredContent.openRecord(queries.content(), row.text("id"), row.text("record"));
    ObjectNode attributes =
        ApiAnswer.object().put("integration_account_id", row.text("account_id"));
    attributes.setAll((ObjectNode) mapper.readTree(record));
    return ApiAnswer.item(row.text("record_id"), row.text("record_type"), attributes);
  }
}
