package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The words of providers that no mapping knows: what somebody has to add to a mapping. */
final class UnmappedValuesResource implements ApiResource {
  private static final String TYPE = "unmapped_value";

  private final Queries queries;

  UnmappedValuesResource(Queries queries) {
    this.queries = queries;
  }

  @Override
  public List<ApiOperation> calls() {
    return List.of(
        ApiOperation.pages(
            "unmapped_values", request -> list(request.query()), "provider", "field"));
  }

  private ApiAnswer list(QueryParameters query) throws Exception {
    ListPage page = ListPage.of(query);
    QueryFilter filter =
        new QueryFilter("1 = 1")
            .and("provider = :?provider", "provider", query.text("provider"))
            .and("field = :?field", "field", query.text("field"));
    List<ObjectNode> items =
        queries
            .list(
                "select provider, field, word, seen, first_seen, last_seen, message_id"
                    + " from unmapped_value where "
                    + filter
                    + " order by last_seen desc, provider, field, word"
                    + " limit :?limit offset :?offset",
                filter.parameters(page))
            .stream()
            .map(UnmappedValuesResource::item)
            .toList();
    return ApiAnswer.list(items, page.meta(queries.count("unmapped_value", filter)));
  }

  private static ObjectNode item(ResultRow row) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("provider", row.text("provider"));
    attributes.put("field", row.text("field"));
    attributes.put("word", row.text("word"));
    attributes.put("count", row.number("seen"));
    attributes.put("first_seen", row.time("first_seen"));
    attributes.put("last_seen", row.time("last_seen"));
    attributes.put("inbox_id", row.text("message_id"));
    String id = row.text("provider") + "/" + row.text("field") + "/" + row.text("word");
    return ApiAnswer.item(id, TYPE, attributes);
  }
}
