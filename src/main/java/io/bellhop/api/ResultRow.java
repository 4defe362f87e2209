package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.store.Database;
import io.bellhop.time.UtcTime;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A row of a result, the same for both databases. */
final class ResultRow {
  private final Map<String, Object> values = new HashMap<>();

  /** H2 returns names in capitals, PostgreSQL does not. */
  ResultRow(Map<String, Object> row) {
    row.forEach((name, value) -> values.put(name.toLowerCase(Locale.ROOT), value));
  }

  ResultRow with(String name, Object value) {
    ResultRow other = new ResultRow(values);
    other.values.put(name, value);
    return other;
  }

  String text(String name) {
    Object value = values.get(name);
    return value == null ? null : value.toString();
  }

  long number(String name) {
    return ((Number) values.get(name)).longValue();
  }

  Long numberOrNull(String name) {
    return values.get(name) == null ? null : number(name);
  }

  /** A time in the form of the API; null for null. */
  String time(String name) {
    return UtcTime.text(instant(name));
  }

  Instant instant(String name) {
    return Database.instant(values.get(name));
  }

  /**
   * Converts columns to attributes of the same names, by type; the account's column gets its name
   * in the API.
   *
   * @param columns the columns as in the query, separated by commas
   */
  ObjectNode attributes(String columns) {
    ObjectNode attributes = ApiAnswer.object();
    for (String column : columns.split(", ")) {
      String name = column.equals("account_id") ? "integration_account_id" : column;
      Object value = values.get(column);
      if (value instanceof Boolean yes) {
        attributes.put(name, yes);
      } else if (value instanceof Number) {
        attributes.put(name, number(column));
      } else if (value instanceof Timestamp
          || value instanceof OffsetDateTime
          || value instanceof Instant) {
        attributes.put(name, time(column));
      } else {
        attributes.put(name, text(column));
      }
    }
    return attributes;
  }

  ArrayNode names(String name) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    for (String one : text(name).split(", ")) {
      if (!one.isEmpty()) {
        names.add(one);
      }
    }
    return names;
  }

  byte[] bytes(String name) {
    return (byte[]) values.get(name);
  }
}
