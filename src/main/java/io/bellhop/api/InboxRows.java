package io.bellhop.api;

import io.bellhop.account.Account;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageContent;
import io.bellhop.inbox.NewMessage;
import io.bellhop.inbox.UnstoredMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All messages of the inbox, the latest first: those that are not yet in the database, and the rows
 * of its table. A message that is stored while Bellhop reads both appears once.
 */
final class InboxRows implements ListEndpoint.Rows {
  private static final String COLUMNS =
      """
      i.id, account_id, provider, native_event, status, received_at, order_key, idempotency_key,
        attempts, due_at, error, event_ids""";

  private static final String ONE =
      "select "
          + COLUMNS
          + """
          , c.headers, c.body, m.calls from inbox i left join inbox_content c on c.id = i.id
          left join inbox_call m on m.id = i.id
          where i.id = cast(:?id as uuid)
          """;

  private final Queries queries;
  private final Inbox inbox;
  private final Function<UUID, Optional<Account>> accounts;

  /**
   * @param accounts finds an account by its id
   */
  InboxRows(Queries queries, Inbox inbox, Function<UUID, Optional<Account>> accounts) {
    this.queries = queries;
    this.inbox = inbox;
    this.accounts = accounts;
  }

  @Override
  public List<ResultRow> list(QueryFilter filter, ListPage page) throws Exception {
    List<UnstoredMessage> unstored = inbox.unstored(matching(filter.parameters()));
    // Each message that is not stored yet may take the place of a row on a page.
    long before = Math.min(page.offset(), unstored.size());
    long most = before + page.limit();
    Map<String, Optional<ResultRow>> all = new TreeMap<>(Comparator.reverseOrder());
    unstored.stream().limit(most).forEach(one -> all.put(one.id().toString(), Optional.empty()));
    for (ResultRow row : stored(filter, page.offset() - before, most)) {
      all.put(row.text("id"), Optional.of(row));
    }
    List<ResultRow> rows = new ArrayList<>();
    for (var one : all.entrySet().stream().skip(before).limit(page.limit()).toList()) {
      Optional<ResultRow> row = one.getValue();
      (row.isPresent() ? row : one(UUID.fromString(one.getKey()))).ifPresent(rows::add);
    }
    return rows;
  }

  private List<ResultRow> stored(QueryFilter filter, long offset, long limit) throws Exception {
    Map<String, Object> parameters = new HashMap<>(filter.parameters());
    parameters.put("limit", limit);
    parameters.put("offset", offset);
    // Ids are ordered by time.
    return queries.list(
        "select %s from inbox i where %s order by i.id desc limit :?limit offset :?offset"
            .formatted(COLUMNS, filter),
        parameters);
  }

  @Override
  public long count(QueryFilter filter) throws Exception {
    int unstored = inbox.unstored(matching(filter.parameters())).size();
    return unstored + queries.count("inbox i", filter);
  }

  /** The ids of the first messages in the order of arrival. */
  List<UUID> next(QueryFilter filter, int most) throws Exception {
    TreeSet<String> ids = new TreeSet<>();
    // A message that is stored in between appears in both: the set contains it once.
    inbox.unstored(matching(filter.parameters())).forEach(one -> ids.add(one.id().toString()));
    Map<String, Object> parameters = new HashMap<>(filter.parameters());
    parameters.put("limit", most);
    queries
        .list(
            "select i.id from inbox i where %s order by i.id limit :?limit".formatted(filter),
            parameters)
        .forEach(row -> ids.add(row.text("id")));
    return ids.stream().limit(most).map(UUID::fromString).toList();
  }

  /** The list's conditions for messages without a row. */
  private Predicate<UnstoredMessage> matching(Map<String, Object> filters) {
    return message ->
        isAsked(filters, "status", message.status().text())
            && isAsked(filters, "provider", message.provider())
            && isAsked(filters, "integration_account_id", message.accountId().toString())
            && isAsked(filters, "origin", message.kind().text())
            && isBetween(filters.get("from"), message.id(), filters.get("to"))
            && isBetween(filters.get("after"), message.id(), filters.get("before"))
            && isFound(filters, message)
            // Only messages with rows have outcomes and errors.
            && !filters.containsKey("error")
            && isVisible(filters.get(Visibility.WORKSPACE), message.accountId());
  }

  /**
   * @param workspace the workspace of the key; null for a key that sees all
   */
  private boolean isVisible(Object workspace, UUID account) {
    return workspace == null
        || accounts.apply(account).filter(one -> workspace.equals(one.workspaceId())).isPresent();
  }

  /** Whether an id is in a range; the texts of ids sort like ids. */
  private static boolean isBetween(Object from, UUID message, Object to) {
    String id = message.toString();
    return (from == null || id.compareTo(from.toString()) >= 0)
        && (to == null || id.compareTo(to.toString()) < 0);
  }

  private static boolean isFound(Map<String, Object> filters, UnstoredMessage message) {
    Object search = filters.get("search");
    String id = message.id().toString();
    return search == null
        || message.hasKey(search.toString())
        || id.compareTo(filters.get("search_low").toString()) >= 0
            && id.compareTo(filters.get("search_high").toString()) <= 0;
  }

  private static boolean isAsked(Map<String, Object> filters, String name, String value) {
    Object wanted = filters.get(name);
    return wanted == null || wanted.equals(value);
  }

  /** One message with its headers and its body. */
  Optional<ResultRow> one(UUID id) throws Exception {
    Optional<ResultRow> unstored = inbox.unstored(id).map(InboxRows::row);
    return unstored.isPresent()
        ? unstored
        : queries.first(ONE, Map.of("id", id.toString())).map(row -> opened(id, row));
  }

  private ResultRow opened(UUID id, ResultRow row) {
    MessageContent.Content clear =
        new MessageContent(queries.content()).open(id, row.text("headers"), row.bytes("body"));
    return row.with("headers", clear.headers()).with("body", clear.body());
  }

  private static ResultRow row(NewMessage unstored) {
    InboxMessage message = unstored.message();
    Map<String, Object> row = new HashMap<>();
    row.put("id", message.id());
    row.put("account_id", message.accountId());
    row.put("provider", message.provider());
    row.put("native_event", message.nativeEvent());
    row.put("status", UnstoredMessage.of(unstored).status().text());
    row.put("received_at", message.receivedAt());
    row.put("order_key", message.orderKey());
    row.put("idempotency_key", message.idempotencyKey());
    row.put("attempts", message.attempts());
    row.put("due_at", message.dueAt());
    row.put("error", unstored.fault());
    row.put("headers", message.headers());
    row.put("body", message.body());
    return new ResultRow(row);
  }
}
