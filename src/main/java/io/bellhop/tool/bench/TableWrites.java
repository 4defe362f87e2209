package io.bellhop.tool.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the database did.
 *
 * @param rows rows inserted, updated and deleted, by table
 * @param statements executed in the database, reads among them; 0 if it does not count them
 */
record TableWrites(Map<String, Long> rows, long statements) {
  TableWrites {
    rows = new TreeMap<>(rows);
  }

  long sum() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }
}
