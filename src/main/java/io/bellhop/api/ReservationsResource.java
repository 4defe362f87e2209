package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The bookings as they stand now: what the snapshots know and the provider has not deleted. */
final class ReservationsResource implements Resource {
  private static final String TYPE = "reservation";
  private static final String STANDING = "record_type = 'reservation' and deleted = false";

  private final Queries queries;
  private final ObjectMapper mapper;

  ReservationsResource(Queries queries, ObjectMapper mapper) {
    this.queries = queries;
    this.mapper = mapper;
  }

  @Override
  public ApiAnswer answer(ApiRequest request) throws Exception {
    if (request.isCollection()) {
      request.only("GET");
      return list(request.query());
    }
    if (request.isItem()) {
      request.only("GET");
      return one(request.id(), request.query());
    }
    throw ApiError.notFound();
  }

  private ApiAnswer list(QueryString query) throws Exception {
    Page page = Page.of(query);
    Filter filter =
        ofAccount(query).and("property_id = :?property", "property", query.text("property_id"));
    List<ObjectNode> items = new ArrayList<>();
    for (Row row :
        queries.list(
            "select record_id, account_id, record from snapshot where "
                + filter
                + " order by updated_at desc, id limit :?limit offset :?offset",
            filter.parameters(page))) {
      items.add(item(row));
    }
    return ApiAnswer.list(items, page.meta(queries.count("snapshot", filter)));
  }

  /** Two accounts may have the same id; without a choice it is the one that came first. */
  private ApiAnswer one(String id, QueryString query) throws Exception {
    Filter filter = ofAccount(query).and("record_id = :?id", "id", id);
    Row row =
        queries
            .first(
                "select record_id, account_id, record from snapshot where "
                    + filter
                    + " order by created_at, id limit 1",
                filter.parameters())
            .orElseThrow(ApiError::notFound);
    return ApiAnswer.one(ApiAnswer.OK, item(row));
  }

  private static Filter ofAccount(QueryString query) {
    return new Filter(STANDING)
        .and(
            "account_id = cast(:?account as uuid)",
            "account",
            query.uuid("integration_account_id"));
  }

  private ObjectNode item(Row row) throws JsonProcessingException {
    ObjectNode attributes =
        ApiAnswer.object().put("integration_account_id", row.text("account_id"));
    attributes.setAll((ObjectNode) mapper.readTree(row.text("record")));
    return ApiAnswer.item(row.text("record_id"), TYPE, attributes);
  }
}
