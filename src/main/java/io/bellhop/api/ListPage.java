package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** The part of a list that a caller requests. */
record ListPage(int number, int limit) {
  static final int DEFAULT = 10;
  static final int MOST = 100;

  /** Keeps the product of number and limit within the offsets that databases accept. */
  private static final int LAST = 10_000_000;

  static ListPage of(QueryParameters query) {
    return new ListPage(
        query.count("pagination[page]", 1, LAST), query.count("pagination[limit]", DEFAULT, MOST));
  }

  long offset() {
    return (long) (number - 1) * limit;
  }

  /**
   * Whether this part is certainly the end of the list.
   *
   * @param items the number of items in this part
   */
  boolean isLast(int items) {
    return items < limit && (items > 0 || number == 1);
  }

  /** This part of a list in memory. */
  <T> List<T> of(List<T> all) {
    int from = (int) Math.min(offset(), all.size());
    return all.subList(from, Math.min(from + limit, all.size()));
  }

  /** The requested page of a list in memory that contains only what the caller may see. */
  static <T> ApiAnswer answer(
      ApiRequest request,
      List<T> list,
      Function<T, String> workspace,
      Function<T, ObjectNode> item) {
    ListPage page = of(request.query());
    List<T> seen =
        list.stream().filter(one -> request.caller().sees(workspace.apply(one))).toList();
    return ApiAnswer.list(page.of(seen).stream().map(item).toList(), page.meta(seen.size()));
  }

  ObjectNode meta(long total) {
    return ApiAnswer.object().put("page", number).put("limit", limit).put("total", total);
  }
}
