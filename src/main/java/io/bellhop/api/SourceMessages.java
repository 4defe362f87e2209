package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.time.TimeOrderedIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The inbox messages behind an event. */
record SourceMessages(List<ResultRow> rows) {
  private static final String COLUMNS =
      """
      select id, native_event, kind, status, received_at, attempts, idempotency_key, account_id
      from inbox where\s""";

  /** The period in which Bellhop looks for repeats; most providers give up earlier. */
  private static final Duration REPEATS = Duration.ofHours(24);

  private static final int MOST = 20;

  static SourceMessages read(Queries queries, List<String> ids) throws Exception {
    if (ids.isEmpty()) {
      return new SourceMessages(List.of());
    }
    Map<String, Object> parameters = new HashMap<>();
    List<String> places = new ArrayList<>();
    for (String id : ids) {
      places.add("cast(:?" + place(parameters, id) + " as uuid)");
    }
    String condition = " id in (" + String.join(", ", places) + ") order by id";
    return new SourceMessages(queries.list(COLUMNS + condition, parameters));
  }

  List<JsonNode> items() {
    return rows.stream().map(SourceMessages::item).toList();
  }

  /** The first repeats that the provider sent within a day. */
  List<JsonNode> duplicates(Queries queries) throws Exception {
    if (rows.isEmpty()) {
      return List.of();
    }
    ResultRow first = rows.get(0);
    Instant last = Instant.parse(rows.get(rows.size() - 1).time("received_at"));
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("account", first.text("account_id"));
    parameters.put("first", first.text("id"));
    parameters.put("end", TimeOrderedIds.first(last.plus(REPEATS)).toString());
    parameters.put("most", MOST);
    TreeSet<String> keys =
        rows.stream()
            .map(row -> row.text("idempotency_key"))
            .collect(Collectors.toCollection(TreeSet::new));
    String places =
        keys.stream().map(key -> ":?" + place(parameters, key)).collect(Collectors.joining(", "));
    return queries
        .list(
            COLUMNS
                + """
                 status = 'duplicate' and id > cast(:?first as uuid) and id < cast(:?end as uuid)
                  and account_id = cast(:?account as uuid) and idempotency_key in (%s)
                  order by id limit :?most
                """
                    .formatted(places),
            parameters)
        .stream()
        .map(SourceMessages::item)
        .toList();
  }

  private static String place(Map<String, Object> parameters, String value) {
    String name = "value" + parameters.size();
    parameters.put(name, value);
    return name;
  }

  private static JsonNode item(ResultRow row) {
    return ApiAnswer.object()
        .put("id", row.text("id"))
        .put("native_event", row.text("native_event"))
        .put("origin", row.text("kind"))
        .put("status", row.text("status"))
        .put("received_at", row.time("received_at"))
        .put("attempts", row.number("attempts"));
  }
}
