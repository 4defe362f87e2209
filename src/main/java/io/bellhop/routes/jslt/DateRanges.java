package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.LocalDate;
import java.util.TreeSet;

/** Combines days into ranges; the end of a range is the first day after it. */
final class DateRanges {
  private DateRanges() {}

  /**
   * @return [{start, end}] in order; adjacent days share a range
   */
  static ArrayNode of(TreeSet<LocalDate> days) {
    ArrayNode ranges = JsonNodeFactory.instance.arrayNode();
    LocalDate start = null;
    LocalDate end = null;
    for (LocalDate day : days) {
      if (end != null && !day.equals(end)) {
        add(ranges, start, end);
        start = day;
      }
      start = start == null ? day : start;
      end = day.plusDays(1);
    }
    if (start != null) {
      add(ranges, start, end);
    }
    return ranges;
  }

  private static void add(ArrayNode ranges, LocalDate start, LocalDate end) {
    ranges.addObject().put("start", start.toString()).put("end", end.toString());
  }
}
