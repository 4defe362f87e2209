package io.bellhop.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One provider's row of the table. */
final class DemoTally {
  private final Map<DemoColumn, Long> counts = new EnumMap<>(DemoColumn.class);
  private final Map<String, Long> events = new TreeMap<>();

  void add(DemoColumn column, long count) {
    counts.merge(column, count, Long::sum);
  }

  /** Adds an event, by its type. */
  void addEvent(String type) {
    add(DemoColumn.EVENTS, 1);
    events.merge(type, 1L, Long::sum);
  }

  long get(DemoColumn column) {
    return counts.getOrDefault(column, 0L);
  }

  /** Adds what became of the webhooks that the hub accepted. */
  void addInbox(List<JsonNode> rows) {
    Map<String, Long> byStatus =
        rows.stream()
            .collect(Collectors.groupingBy(r -> r.path("status").asText(), Collectors.counting()));
    add(DemoColumn.RECEIVED, rows.size());
    for (DemoColumn column : DemoColumn.values()) {
      add(column, byStatus.getOrDefault(column.heading(), 0L));
    }
  }

  String row(String provider) {
    return provider
        + DemoColumn.TABLE.stream()
            .map(column -> String.format("%11d", get(column)))
            .collect(Collectors.joining());
  }

  /** Empty where both agree, in the table and in the kinds of events. */
  List<String> differences(DemoTally must) {
    List<String> differences = new ArrayList<>();
    for (DemoColumn column : DemoColumn.values()) {
      compare(column.heading(), get(column), must.get(column), differences);
    }
    Set<String> types = new TreeSet<>(events.keySet());
    types.addAll(must.events.keySet());
    for (String type : types) {
      compare(type, events.getOrDefault(type, 0L), must.events.getOrDefault(type, 0L), differences);
    }
    return differences;
  }

  private static void compare(String what, long is, long must, List<String> differences) {
    if (is != must) {
      differences.add(what + " is " + is + ", must be " + must);
    }
  }
}
