package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Role;
import java.util.List;

/** Who changed what, when, and from where; the latest first. */
final class AuditResource {
  private static final String TYPE = "audit";
  private static final String COLUMNS =
      "at, key_id, key_name, workspace_id, address, action, object_id, outcome";

  private final ListEndpoint list =
      new ListEndpoint(Visibility.Scope.OWN, AuditResource::item)
          .filter("key_id", "key_id = cast(:?key_id as uuid)", QueryParameters::uuid)
          .filter("action")
          .filter("object_id")
          .filter("workspace_id")
          .filter("from", "at >= cast(:?from as timestamp with time zone)", QueryParameters::time)
          .filter("to", "at < cast(:?to as timestamp with time zone)", QueryParameters::time);

  private final ListEndpoint.Rows rows;

  AuditResource(Queries queries) {
    this.rows = queries.rows("id, fields, " + COLUMNS, "audit", "id desc");
  }

  List<ApiOperation> operations() {
    return List.of(list.operation("audit", rows).needs(Role.ADMIN));
  }

  private static ObjectNode item(ResultRow row) {
    ObjectNode attributes = row.attributes(COLUMNS);
    ArrayNode fields = attributes.putArray("fields");
    for (String field : row.text("fields").split(", ")) {
      if (!field.isEmpty()) {
        fields.add(field);
      }
    }
    return ApiAnswer.item(row.text("id"), TYPE, attributes);
  }
}
