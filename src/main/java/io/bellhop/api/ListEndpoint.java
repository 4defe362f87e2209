package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A list of the API, with its filters, its pages and the form of its items. Thread-safe once built.
 */
final class ListEndpoint {
  /** Reads a filter's value from the query; null if the caller does not use the filter. */
  @FunctionalInterface
  interface FilterValue {
    Object read(QueryParameters query, String name);
  }

  @FunctionalInterface
  interface Item {
    ObjectNode of(ResultRow row) throws Exception;
  }

  /** The rows behind a list, in the list's order. */
  interface Rows {
    List<ResultRow> list(QueryFilter filter, ListPage page) throws Exception;

    long count(QueryFilter filter) throws Exception;
  }

  private record Filter(String name, String condition, FilterValue value) {}

  private final Visibility.Scope scope;
  private final Item item;
  private final List<Filter> filters = new ArrayList<>();

  /** Null until {@link #at}. */
  private String path;

  private Rows rows;

  /**
   * @param scope the rows that a key of one workspace sees
   */
  ListEndpoint(Visibility.Scope scope, Item item) {
    this.scope = scope;
    this.item = item;
  }

  /**
   * A list of the rows of one table, whose columns are attributes of the same names.
   *
   * @param type the type of the items, which is also the name of the table
   */
  static ListEndpoint ofTable(
      Queries queries, Visibility.Scope scope, String path, String type, String columns) {
    return new ListEndpoint(
            scope, row -> ApiAnswer.item(row.text("id"), type, row.attributes(columns)))
        .at(path, queries.rows("id, " + columns, type, "created_at, id"));
  }

  /** For a list with the same rows for every request. */
  ListEndpoint at(String listPath, Rows listRows) {
    path = listPath;
    rows = listRows;
    return this;
  }

  /**
   * @param name the name of the query parameter, and of the SQL parameter in the condition
   */
  ListEndpoint filter(String name, String condition, FilterValue value) {
    filters.add(new Filter(name, condition, value));
    return this;
  }

  /** A filter that compares a text with the column of the same name. */
  ListEndpoint filter(String name) {
    return filter(name, name + " = :?" + name, QueryParameters::text);
  }

  /** A filter for a column with a fixed set of values. */
  ListEndpoint filter(String name, Supplier<Set<String>> words) {
    return filter(
        name,
        name + " = :?" + name,
        (query, n) -> query.text(n) == null ? null : query.oneOf(n, words.get()));
  }

  /** The filter by account, which most lists have. */
  ListEndpoint filterByAccount() {
    return filter(
        "integration_account_id",
        "account_id = cast(:?integration_account_id as uuid)",
        QueryParameters::uuid);
  }

  /**
   * @param others parameters of this list that are not filters
   */
  String[] parameters(String... others) {
    return Stream.concat(filters.stream().map(Filter::name), Stream.of(others))
        .toArray(String[]::new);
  }

  /**
   * The conditions of a request and of its key.
   *
   * @param always a condition in SQL that applies without any filter
   */
  QueryFilter conditions(ApiRequest request, String always) {
    return conditions(request.query(), request.caller(), always);
  }

  /** The conditions of a query without a request. */
  QueryFilter conditions(QueryParameters query, Caller caller, String always) {
    QueryFilter conditions = scope.narrow(new QueryFilter(always), caller);
    for (Filter filter : filters) {
      conditions.and(filter.condition(), filter.name(), filter.value().read(query, filter.name()));
    }
    return conditions;
  }

  /** Reads all rows that the caller may see, page by page. */
  ApiOperation all() {
    return ApiOperation.pages(
        path, request -> answer(request.query(), conditions(request, "1 = 1"), rows), parameters());
  }

  /** Reads one row by the id in the path. */
  ApiOperation one() {
    return ApiOperation.of("GET", path + "/{id}", request -> one(ApiAnswer.OK, request.uuid()));
  }

  ApiAnswer one(int status, UUID id) throws Exception {
    return ApiAnswer.one(status, item(id));
  }

  /**
   * @throws ApiError 404 if there is no such row
   */
  ObjectNode item(UUID id) throws Exception {
    QueryFilter byId = new QueryFilter("1 = 1").and("id = cast(:?id as uuid)", "id", id.toString());
    return item.of(
        rows.list(byId, new ListPage(1, 1)).stream().findFirst().orElseThrow(ApiError::notFound));
  }

  /** The page that a query requests. */
  ApiAnswer answer(QueryParameters query, QueryFilter conditions, Rows rows) throws Exception {
    ListPage page = ListPage.of(query);
    List<ObjectNode> items = new ArrayList<>();
    for (ResultRow row : rows.list(conditions, page)) {
      items.add(item.of(row));
    }
    long total = page.isLast(items.size()) ? page.offset() + items.size() : rows.count(conditions);
    return ApiAnswer.list(items, page.meta(total));
  }
}
