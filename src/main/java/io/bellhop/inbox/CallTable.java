package io.bellhop.inbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The SQL of the API calls that the last attempt of a message made. Only messages that called the
 * API have a row; compared with a call, an insert costs nothing.
 */
public final class CallTable {
  /**
   * Most routes make only a few calls. If a route reads many pages, the first calls show the
   * pattern.
   */
  private static final int MOST = 20;

  private static final int LONGEST_PATH = 200;

  private CallTable() {}

  /** Replaces the calls of earlier attempts. */
  public static void write(Connection connection, Map<UUID, List<RecordedCall>> calls)
      throws SQLException {
    if (calls.isEmpty()) {
      return;
    }
    Sql.update(connection, "delete from inbox_call where id = any(?)", Sql.ids(calls.keySet()));
    for (Map.Entry<UUID, List<RecordedCall>> one : calls.entrySet()) {
      Sql.update(
          connection,
          "insert into inbox_call (id, calls) values (?, ?)",
          one.getKey(),
          json(one.getValue()));
    }
  }

  private static ArrayNode json(List<RecordedCall> calls) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (RecordedCall call : calls.subList(0, Math.min(MOST, calls.size()))) {
      String path = call.path();
      all.addObject()
          .put("method", call.method())
          .put("path", path.substring(0, Math.min(LONGEST_PATH, path.length())))
          .put("status", call.status())
          .put("duration_ms", call.millis());
    }
    return all;
  }
}
