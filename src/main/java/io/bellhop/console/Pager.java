package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The position in a list.
 *
 * @param previous the URL of the previous page; empty on the first
 * @param next empty on the last
 */
record Pager(long page, long total, long pages, String previous, String next) {
  static final int ROWS = 25;
  static final String PARAMETER = "page";

  /** The API's parameters for the requested page; a caller may add filters. */
  static Map<String, Object> query(ConsoleRequest request) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("pagination[page]", wanted(request));
    query.put("pagination[limit]", ROWS);
    return query;
  }

  private static int wanted(ConsoleRequest request) {
    String page = request.query().getOrDefault(PARAMETER, "1");
    return page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1;
  }

  /**
   * @param path of the list in the console
   */
  static Pager of(ConsoleRequest request, String path, Item meta) {
    long page = meta.number("page");
    long total = meta.number("total");
    long pages = Math.max(1, (total + ROWS - 1) / ROWS);
    return new Pager(
        page,
        total,
        pages,
        page > 1 ? url(request, path, page - 1) : "",
        page < pages ? url(request, path, page + 1) : "");
  }

  private static String url(ConsoleRequest request, String path, long page) {
    Map<String, Object> query = new LinkedHashMap<>(request.query());
    query.remove(Notice.PARAMETER);
    query.put(PARAMETER, page);
    return ConsoleRequest.BASE + path + "?" + ConsoleApi.query(query);
  }
}
