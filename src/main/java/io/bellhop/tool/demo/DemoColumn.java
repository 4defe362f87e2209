package io.bellhop.tool.demo;

import java.util.List;
import java.util.Locale;

/**
 * What the demo counts, a provider; the last two only have to be right, they are not in the table.
 */
enum DemoColumn {
  RECEIVED,
  REJECTED,
  DUPLICATE,
  MERGED,
  UNCHANGED,
  STALE,
  ENRICHED,
  ACKED,
  EVENTS,
  IGNORED,
  DEAD;

  static final List<DemoColumn> TABLE = List.of(values()).subList(0, EVENTS.ordinal() + 1);

  String heading() {
    return name().toLowerCase(Locale.ROOT);
  }
}
