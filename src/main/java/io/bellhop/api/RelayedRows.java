package io.bellhop.api;

import io.bellhop.delivery.DeliveryId;
import io.bellhop.delivery.relay.RelayRuns;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The work of relays, shown as deliveries. They have no rows; this class derives them from a
 * relay's position and from the runs of the log for its subscription.
 */
final class RelayedRows {
  /** Each run has at least one event, so as many runs as events suffice. */
  private static final String TABLE =
      """
      (select cast(null as uuid) as id, d.subscription_id, e.seq as event_seq,
        case when e.seq <= d.position then 'delivered' else 'pending' end as status,
        case when e.seq <= d.position then coalesce(d.attempts, 1)
          when e.seq <= d.failed_to then d.failures else 0 end as attempts,
        case when e.seq > d.position then coalesce(d.due_at, d.created_at) end as due_at,
        d.created_at,
        case when e.seq <= d.position then coalesce(d.settled_at, d.created_at) end as settled_at
      from (
        select d.subscription_id, d.first_seq, d.last_seq, d.created_at, d.attempts, d.settled_at,
          w.position, w.failed_to, w.failures, w.due_at
        from relay_run d join relay w on w.subscription_id = d.subscription_id
        where %s order by d.last_seq desc limit :?most) d
      join event e on e.seq >= d.first_seq and e.seq <= d.last_seq
      where %s order by e.seq desc limit :?most)
      """;

  private static final String COUNT =
      """
      select coalesce(sum(%s), 0) as total
      from relay_run d join relay w on w.subscription_id = d.subscription_id where %s
      """;

  private static final String ATTEMPTS =
      """
      select d.subscription_id, coalesce(d.attempts, 1) as number,
        coalesce(d.started_at, d.created_at) as started_at,
        coalesce(d.duration_millis, 0) as duration_millis, 200 as status,
        cast(null as varchar(200)) as error
      from relay_run d join relay w on w.subscription_id = d.subscription_id
      where %1$s and w.position >= :?event
      union all
      select d.subscription_id, w.failures, w.tried_at, w.tried_millis, cast(null as integer),
        w.error
      from relay_run d join relay w on w.subscription_id = d.subscription_id
      where %1$s and w.position < :?event and w.failed_to >= :?event
      """;

  private final Queries queries;

  RelayedRows(Queries queries) {
    this.queries = queries;
  }

  /** An event that a relay cannot send, or that a filter drops, is a delivery with a row. */
  static boolean has(String status) {
    return status == null || status.equals("pending") || status.equals("delivered");
  }

  static String id(long seq, ResultRow row) {
    return DeliveryId.ofRelayed(seq, UUID.fromString(row.text("subscription_id"))).toString();
  }

  /** Adds the conditions for the runs that contain one event. */
  static QueryFilter ofEvent(QueryFilter filter, Long seq) {
    return filter
        .and("d.last_seq >= :?event", "event", seq)
        .and("d.first_seq <= :?event", "event", seq)
        // The index on the end of runs then finds a few rows.
        .and("d.last_seq < :?beyond", "beyond", seq == null ? null : seq + RelayRuns.LONGEST);
  }

  /**
   * @param status the status; null for all
   */
  String table(String status, QueryFilter filter) {
    String event = filter.parameters().containsKey("event") ? "e.seq = :?event" : "1 = 1";
    if (status == null) {
      return TABLE.formatted(filter, event);
    }
    boolean isPending = status.equals("pending");
    return TABLE.formatted(
        filter + (isPending ? " and d.last_seq > w.position" : " and d.first_seq <= w.position"),
        event + (isPending ? " and e.seq > d.position" : " and e.seq <= d.position"));
  }

  /**
   * @param status the status; null for all
   */
  long count(String status, QueryFilter filter) throws Exception {
    if (!has(status)) {
      return 0;
    }
    boolean ofOne = filter.parameters().containsKey("event");
    String events;
    String which = filter.toString();
    if (status == null) {
      events = ofOne ? "1" : "d.last_seq - d.first_seq + 1";
    } else if (status.equals("pending")) {
      events = ofOne ? "1" : "d.last_seq - greatest(d.first_seq - 1, w.position)";
      which += ofOne ? " and w.position < :?event" : " and d.last_seq > w.position";
    } else {
      events = ofOne ? "1" : "least(d.last_seq, w.position) - d.first_seq + 1";
      which += ofOne ? " and w.position >= :?event" : " and d.first_seq <= w.position";
    }
    return queries.total(COUNT.formatted(events, which), filter.parameters());
  }

  /** The last attempt of each relay that has tried to send an event. */
  List<ResultRow> attempts(long seq) throws Exception {
    QueryFilter filter = ofEvent(new QueryFilter("1 = 1"), seq);
    return queries.list(ATTEMPTS.formatted(filter), Map.copyOf(filter.parameters()));
  }
}
