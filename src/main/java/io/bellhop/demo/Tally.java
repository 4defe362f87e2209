package io.bellhop.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One provider's row of the table. */
final class Tally {
  private final Map<Column, Long> counts = new EnumMap<>(Column.class);

  void add(Column column, long count) {
    counts.merge(column, count, Long::sum);
  }

  long get(Column column) {
    return counts.getOrDefault(column, 0L);
  }

  /** Adds what the hub says became of the deliveries that it took. */
  void addInbox(List<JsonNode> rows) {
    Map<String, Long> byStatus =
        rows.stream()
            .collect(Collectors.groupingBy(r -> r.path("status").asText(), Collectors.counting()));
    add(Column.RECEIVED, rows.size());
    for (Column column : Column.values()) {
      add(column, byStatus.getOrDefault(column.heading(), 0L));
    }
  }

  String row(String provider) {
    return provider
        + Column.TABLE.stream()
            .map(column -> String.format("%11d", get(column)))
            .collect(Collectors.joining());
  }

  /** Empty where both agree. */
  List<String> differences(Tally must) {
    return List.of(Column.values()).stream()
        .filter(column -> get(column) != must.get(column))
        .map(column -> column.heading() + " is " + get(column) + ", must be " + must.get(column))
        .toList();
  }
}
