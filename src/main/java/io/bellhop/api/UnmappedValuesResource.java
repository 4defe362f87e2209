package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The words of providers that no mapping knows: an operator adds them to a mapping. */
final class UnmappedValuesResource {
  private static final String TYPE = "unmapped_value";

  private final ListEndpoint list =
      new ListEndpoint(Visibility.Scope.HUB, UnmappedValuesResource::item)
          .filter("provider")
          .filter("field");

  private final ListEndpoint.Rows rows;

  UnmappedValuesResource(Queries queries) {
    this.rows =
        queries.rows(
            "provider, field, word, seen, first_seen, last_seen, message_id",
            "unmapped_value",
            "last_seen desc, provider, field, word");
  }

  List<ApiOperation> operations() {
    return List.of(list.operation("unmapped_values", rows));
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
