package io.bellhop.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** The conditions of a query, and the parameters that they name. */
final class QueryFilter {
  private final StringBuilder conditions;
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /**
   * @param condition a condition in SQL that always applies
   */
  QueryFilter(String condition) {
    conditions = new StringBuilder(condition);
  }

  /** Adds a condition, unless the value is null because the caller does not filter by it. */
  QueryFilter and(String condition, String parameter, Object value) {
    if (value != null) {
      conditions.append(" and ").append(condition);
      parameters.put(parameter, value);
    }
    return this;
  }

  /** Adds a condition whose parameters the caller adds. */
  QueryFilter and(String condition) {
    conditions.append(" and ").append(condition);
    return this;
  }

  /** Returns a copy for further conditions. */
  QueryFilter copy() {
    QueryFilter copy = new QueryFilter(conditions.toString());
    copy.parameters.putAll(parameters);
    return copy;
  }

  Map<String, Object> parameters() {
    return parameters;
  }

  Map<String, Object> parameters(ListPage page) {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    all.put("limit", page.limit());
    all.put("offset", page.offset());
    return all;
  }

  @Override
  public String toString() {
    return conditions.toString();
  }
}
