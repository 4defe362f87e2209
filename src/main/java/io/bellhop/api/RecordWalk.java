package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.validation.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads all records of a type by a cursor, in the order of their ids. Pages by the latest change
 * shift while records change; this order shows each lasting record exactly once.
 */
final class RecordWalk {
  private static final String ORDER = "order";
  private static final String AFTER = "after";
  private static final String BY_ID = "id";

  static final String[] PARAMETERS = {ORDER, AFTER};

  private final Queries queries;
  private final ListEndpoint.Item item;

  RecordWalk(Queries queries, ListEndpoint.Item item) {
    this.queries = queries;
    this.item = item;
  }

  /**
   * @throws ApiError for a cursor without the order of ids
   */
  static boolean isAskedFor(QueryParameters query) {
    boolean isById = BY_ID.equals(query.oneOf(ORDER, List.of("changed", BY_ID)));
    if (!isById && query.text(AFTER) != null) {
      throw ApiError.invalid(AFTER, "is a cursor of order=id, and the list has another order");
    }
    if (isById && query.text(ApiOperation.PAGES.get(0)) != null) {
      throw ApiError.invalid(ApiOperation.PAGES.get(0), "cannot go with order=id: use after");
    }
    return isById;
  }

  /**
   * @param columns the columns of the item, with the record's id and account
   */
  ApiAnswer answer(QueryParameters query, QueryFilter filter, String columns) throws Exception {
    int limit = ListPage.of(query).limit();
    String after = query.text(AFTER);
    if (after != null) {
      int end = after.indexOf('/');
      UUID account = end < 0 ? null : Ids.uuid(after.substring(0, end));
      if (account == null) {
        throw ApiError.invalid(AFTER, "must be a cursor from meta.next");
      }
      // An index serves the first half.
      filter.and("record_id >= :?after_record");
      filter.and(
          "(record_id > :?after_record or account_id > cast(:?after_account as uuid))",
          "after_record",
          after.substring(end + 1));
      filter.parameters().put("after_account", account.toString());
    }
    Map<String, Object> parameters = new LinkedHashMap<>(filter.parameters());
    // One more than requested shows whether there are more.
    parameters.put("limit", limit + 1);
    List<ResultRow> rows =
        queries.list(
            "select %s from snapshot where %s order by record_id, account_id limit :?limit"
                .formatted(columns, filter),
            parameters);
    List<ObjectNode> items = new ArrayList<>();
    for (ResultRow row : rows.subList(0, Math.min(limit, rows.size()))) {
      items.add(item.of(row));
    }
    ResultRow last = rows.size() > limit ? rows.get(limit - 1) : null;
    ObjectNode meta = ApiAnswer.object().put("limit", limit);
    meta.put("next", last == null ? null : last.text("account_id") + "/" + last.text("record_id"));
    return ApiAnswer.list(items, meta);
  }
}
