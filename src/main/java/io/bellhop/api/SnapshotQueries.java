package io.bellhop.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records as they stand now: what the snapshots know and the provider has not deleted. */
final class SnapshotQueries {
  /** What a list of records can be narrowed by. */
  static final List<String> FILTERS = List.of("integration_account_id", "property_id");

  private final Queries queries;
  private final ObjectMapper mapper;

  SnapshotQueries(Queries queries, ObjectMapper mapper) {
    this.queries = queries;
    this.mapper = mapper;
  }

  ApiAnswer list(String type, QueryParameters query) throws Exception {
    ListPage page = ListPage.of(query);
    QueryFilter filter =
        standing(type, query)
            .and("property_id = :?property", "property", query.text("property_id"));
    List<ObjectNode> items = new ArrayList<>();
    for (ResultRow row :
        queries.list(
            "select record_id, account_id, record from snapshot where "
                + filter
                + " order by updated_at desc, id limit :?limit offset :?offset",
            filter.parameters(page))) {
      items.add(item(type, row));
    }
    return ApiAnswer.list(items, page.meta(queries.count("snapshot", filter)));
  }

  /** Two accounts may have the same id; without a choice it is the one that came first. */
  ApiAnswer one(String type, String id, QueryParameters query) throws Exception {
    QueryFilter filter = standing(type, query).and("record_id = :?id", "id", id);
    ResultRow row =
        queries
            .first(
                "select record_id, account_id, record from snapshot where "
                    + filter
                    + " order by created_at, id limit 1",
                filter.parameters())
            .orElseThrow(ApiError::notFound);
    return ApiAnswer.one(ApiAnswer.OK, item(type, row));
  }

  /** The types of which there is a snapshot; whoever asks has asked for one that there is not. */
  List<String> types() throws Exception {
    return queries
        .list("select distinct record_type from snapshot order by record_type", Map.of())
        .stream()
        .map(row -> row.text("record_type"))
        .toList();
  }

  private static QueryFilter standing(String type, QueryParameters query) {
    return new QueryFilter("deleted = false")
        .and("record_type = :?type", "type", type)
        .and(
            "account_id = cast(:?account as uuid)",
            "account",
            query.uuid("integration_account_id"));
  }

  private ObjectNode item(String type, ResultRow row) throws JsonProcessingException {
    ObjectNode attributes =
        ApiAnswer.object().put("integration_account_id", row.text("account_id"));
    attributes.setAll((ObjectNode) mapper.readTree(row.text("record")));
    return ApiAnswer.item(row.text("record_id"), type, attributes);
  }
}
