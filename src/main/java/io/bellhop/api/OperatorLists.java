package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Role;
import java.util.Set;
import java.util.function.Supplier;

/** Read-only lists for operators. */
final class OperatorLists {
  private static final String AUDIT =
      "at, key_id, key_name, workspace_id, address, action, object_id, outcome";

  private OperatorLists() {}

  /** The audit records, the latest first. */
  static ApiOperation audit(Queries queries) {
    return new ListEndpoint(Visibility.Scope.OWN, OperatorLists::change)
        .filter("key_id", "key_id = cast(:?key_id as uuid)", QueryParameters::uuid)
        .filter("action")
        .filter("object_id")
        .filter("workspace_id")
        .filter("from", "at >= cast(:?from as timestamp with time zone)", QueryParameters::time)
        .filter("to", "at < cast(:?to as timestamp with time zone)", QueryParameters::time)
        .at("audit", queries.rows("id, fields, " + AUDIT, "audit", "id desc"))
        .all()
        .needs(Role.ADMIN);
  }

  private static ObjectNode change(ResultRow row) {
    ObjectNode attributes = row.attributes(AUDIT);
    return ApiAnswer.item(row.text("id"), "audit", attributes.set("fields", row.names("fields")));
  }

  /**
   * The providers' values that no mapping contains, so that an operator can add them.
   *
   * @param providers the providers that may have such values
   */
  static ApiOperation unmappedValues(Queries queries, Supplier<Set<String>> providers) {
    String columns = "provider, field, word, seen, first_seen, last_seen, message_id";
    return new ListEndpoint(Visibility.Scope.HUB, OperatorLists::value)
        .filter("provider", providers)
        .filter("field")
        .at(
            "unmapped_values",
            queries.rows(columns, "unmapped_value", "last_seen desc, provider, field, word"))
        .all();
  }

  private static ObjectNode value(ResultRow row) {
    String id = row.text("provider") + "/" + row.text("field") + "/" + row.text("word");
    ObjectNode attributes =
        row.attributes("provider, field, word")
            .put("count", row.number("seen"))
            .put("first_seen", row.time("first_seen"))
            .put("last_seen", row.time("last_seen"))
            .put("inbox_id", row.text("message_id"));
    return ApiAnswer.item(id, "unmapped_value", attributes);
  }
}
