package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.AnswerContent;
import io.bellhop.delivery.DeliveryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Deliveries as the API shows them. One table contains the pending deliveries, another the ended
 * ones, a third those of relays. An id begins with the position of the event, so the deliveries of
 * an event are those between two ids.
 */
final class DeliveryRows {
  static final String TYPE = "delivery";
  static final List<String> STATUSES = List.of("pending", "delivered", "dead", "filtered");

  /** Ids are in the order of events. Each half needs at most as many rows as the whole result. */
  private static final String PENDING =
      """
      (select d.id, d.subscription_id, d.event_seq, 'pending' as status, d.attempts, d.due_at,
        d.created_at, cast(null as timestamp with time zone) as settled_at
      from delivery_pending d where %s order by d.id desc limit :?most)
      """;

  private static final String ENDED =
      """
      (select d.id, d.subscription_id, d.event_seq, d.status, d.attempts,
        cast(null as timestamp with time zone) as due_at, d.created_at, d.settled_at
      from delivery d where %s order by %s d.id desc limit :?most)
      """;

  private static final String LIST =
      """
      select d.id, d.subscription_id, d.event_seq, d.status, d.attempts, d.due_at, d.created_at,
        d.settled_at, e.id as event_id, e.event_type
      from (%s) d left join event e on e.seq = d.event_seq
      order by d.event_seq desc, d.id desc limit :?limit offset :?offset
      """;

  /** Failed attempts have their own rows; the delivery's row contains the successful one. */
  private static final String ATTEMPTS =
      """
      select delivery_id, number, started_at, duration_millis, status, error, answer, redirect
      from delivery_attempt where delivery_id >= cast(:?first as uuid)
        and delivery_id < cast(:?end as uuid)
      union all
      select id, attempts, started_at, duration_millis, answer_status,
        cast(null as varchar(200)), answer, cast(null as varchar(300))
      from delivery where id >= cast(:?first as uuid) and id < cast(:?end as uuid)
        and started_at is not null
      order by 1, 2
      """;

  private final Queries queries;
  private final RelayedRows relayed;

  DeliveryRows(Queries queries) {
    this.queries = queries;
    this.relayed = new RelayedRows(queries);
  }

  /**
   * The rows of a list.
   *
   * @param status null for all
   * @param event the position of the event whose deliveries to return; null for all
   */
  ListEndpoint.Rows of(String status, Long event) {
    return new ListEndpoint.Rows() {
      @Override
      public List<ResultRow> list(QueryFilter filter, ListPage page) throws Exception {
        return DeliveryRows.this.list(status, event, filter, page);
      }

      @Override
      public long count(QueryFilter filter) throws Exception {
        return DeliveryRows.this.count(status, event, filter);
      }
    };
  }

  private List<ResultRow> list(String status, Long event, QueryFilter filter, ListPage page)
      throws Exception {
    QueryFilter pending = ofEvent(filter.copy(), event);
    QueryFilter ended = pending.copy().and("d.status = :?status", "status", status);
    QueryFilter sent = RelayedRows.ofEvent(ended.copy(), event);
    Map<String, Object> parameters = sent.parameters(page);
    parameters.put("most", page.offset() + page.limit());
    String tables = table(status, ended, pending);
    if (RelayedRows.has(status)) {
      tables += " union all " + relayed.table(status, RelayedRows.ofEvent(filter.copy(), event));
    }
    return queries.list(LIST.formatted(tables), parameters);
  }

  private long count(String status, Long event, QueryFilter filter) throws Exception {
    QueryFilter ofEvent = ofEvent(filter.copy(), event);
    long pending = ended(status) ? 0 : queries.count("delivery_pending d", ofEvent);
    QueryFilter settled = ofEvent.copy().and("d.status = :?status", "status", status);
    long ended = "pending".equals(status) ? 0 : queries.count("delivery d", settled);
    return pending + ended + relayed.count(status, RelayedRows.ofEvent(filter.copy(), event));
  }

  private static boolean ended(String status) {
    return status != null && !status.equals("pending");
  }

  private static String table(String status, QueryFilter ended, QueryFilter pending) {
    if ("pending".equals(status)) {
      return PENDING.formatted(pending);
    }
    // The order includes the status, although it is constant; otherwise H2 would sort all rows with
    // this status.
    return ended(status)
        ? ENDED.formatted(ended, "d.status desc,")
        : PENDING.formatted(pending) + " union all " + ENDED.formatted(ended, "");
  }

  Optional<ResultRow> one(UUID id) throws Exception {
    QueryFilter filter =
        new QueryFilter("1 = 1").and("d.id = cast(:?id as uuid)", "id", id.toString());
    Map<String, Object> parameters = filter.parameters(new ListPage(1, 1));
    parameters.put("most", 1);
    List<ResultRow> found = queries.list(LIST.formatted(table(null, filter, filter)), parameters);
    return found.isEmpty() ? relayed(id) : Optional.of(found.get(0));
  }

  private Optional<ResultRow> relayed(UUID id) throws Exception {
    return ofEvent(DeliveryId.eventSeq(id), new QueryFilter("1 = 1")).stream()
        .filter(row -> id(row).equals(id.toString()))
        .findFirst();
  }

  List<ResultRow> ofEvent(long seq, QueryFilter filter) throws Exception {
    return list(null, seq, filter, new ListPage(1, ListPage.MOST));
  }

  private static QueryFilter ofEvent(QueryFilter filter, Long seq) {
    return seq == null
        ? filter
        : filter
            .and("d.id >= cast(:?first as uuid)", "first", DeliveryId.first(seq).toString())
            .and("d.id < cast(:?end as uuid)", "end", DeliveryId.first(seq + 1).toString());
  }

  /** The attempts of all deliveries of an event. */
  List<ObjectNode> attemptsOfEvent(long seq) throws Exception {
    List<ObjectNode> attempts = new ArrayList<>();
    for (ResultRow row : attempts(DeliveryId.first(seq), DeliveryId.first(seq + 1))) {
      attempts.add(
          attempt(row, row.text("delivery_id")).put("delivery_id", row.text("delivery_id")));
    }
    for (ResultRow row : relayed.attempts(seq)) {
      attempts.add(attempt(row, null).put("delivery_id", RelayedRows.id(seq, row)));
    }
    return attempts;
  }

  /** The attempts of one delivery. */
  List<ObjectNode> attempts(ResultRow delivery) throws Exception {
    return (delivery.text("id") == null ? relayedAttempts(delivery) : storedAttempts(delivery))
        .stream().map(row -> attempt(row, id(delivery))).toList();
  }

  private List<ResultRow> relayedAttempts(ResultRow delivery) throws Exception {
    long seq = delivery.number("event_seq");
    return relayed.attempts(seq).stream()
        .filter(row -> RelayedRows.id(seq, row).equals(id(delivery)))
        .toList();
  }

  private List<ResultRow> storedAttempts(ResultRow delivery) throws Exception {
    UUID id = UUID.fromString(delivery.text("id"));
    return attempts(id, new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + 1));
  }

  private List<ResultRow> attempts(UUID first, UUID end) throws Exception {
    return queries.list(ATTEMPTS, Map.of("first", first.toString(), "end", end.toString()));
  }

  /** The id of a delivery; that of a relay's delivery is derived from event and subscription. */
  static String id(ResultRow row) {
    String stored = row.text("id");
    return stored == null ? RelayedRows.id(row.number("event_seq"), row) : stored;
  }

  static ObjectNode item(ResultRow row) {
    return ApiAnswer.item(id(row), TYPE, attributes(row));
  }

  static ObjectNode attributes(ResultRow row) {
    return ApiAnswer.object()
        .put("webhook_id", row.text("subscription_id"))
        .setAll(
            row.attributes(
                "event_id, event_type, status, attempts, due_at, created_at, settled_at"));
  }

  private ObjectNode attempt(ResultRow row, String delivery) {
    return ApiAnswer.object()
        .put("number", row.number("number"))
        .put("started_at", row.time("started_at"))
        .put("duration_ms", row.number("duration_millis"))
        .put("status", row.numberOrNull("status"))
        .put("error", row.text("error"))
        .put("answer", AnswerContent.open(queries.content(), delivery, row.text("answer")))
        .put("redirect", row.text("redirect"));
  }
}
