package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The health of deliveries to subscriptions: the backlog, the dead letters and the latest attempts.
 */
final class SubscriptionHealthResource {
  private static final String TYPE = "webhook_health";
  private static final int MOST_ERRORS = 5;

  /**
   * The number of recent deliveries to include for each outcome: of one subscription, and of the
   * whole hub.
   */
  private static final int RECENT = 100;

  private static final int RECENT_OF_ALL = 300;

  /** One query for all subscriptions of a page. */
  private static final String COUNTS =
      """
      select d.subscription_id, 'pending' as status, count(*) as total
      from delivery_pending d where %1$s group by d.subscription_id
      union all
      select d.subscription_id, 'dead', count(*)
      from delivery d where d.status = 'dead' and %1$s group by d.subscription_id
      union all
      select d.subscription_id, 'pending',
        sum(d.last_seq - greatest(d.first_seq - 1, w.position))
      from relay_run d join relay w on w.subscription_id = d.subscription_id
      where d.last_seq > w.position and %1$s group by d.subscription_id
      """;

  /**
   * The order includes the status, as in {@link DeliveryRows}, because only then does H2 use its
   * index.
   */
  private static final String LATEST =
      """
      (select d.id, d.subscription_id, d.event_seq, d.attempts, d.started_at, d.duration_millis,
        d.answer_status, d.answer
      from delivery d where d.status = '%s' and %s
      order by d.status desc, d.id desc limit :?most)
      """;

  private static final String LATEST_FAILING =
      """
      (select d.id, d.subscription_id, d.event_seq
      from delivery_pending d where d.attempts > 0 and %s order by d.id desc limit :?most)
      """;

  private static final String ATTEMPTS =
      """
      select a.*, e.id as event_id, e.event_type from (
        select d.subscription_id, d.event_seq, d.attempts as number, d.started_at,
          d.duration_millis, d.answer_status as status, cast(null as varchar(200)) as error,
          substring(d.answer, 1, 200) as answer
        from %1$s d where d.started_at is not null
        union all
        select r.subscription_id, r.event_seq, t.number, t.started_at, t.duration_millis, t.status,
          t.error, substring(t.answer, 1, 200)
        from (
          select id, subscription_id, event_seq from %1$s d union all
          select id, subscription_id, event_seq from %2$s d union all
          select id, subscription_id, event_seq from %3$s d) r
        join delivery_attempt t on t.delivery_id = r.id) a
      left join event e on e.seq = a.event_seq
      order by a.started_at desc
      """;

  private final Queries queries;
  private final Subscriptions subscriptions;

  SubscriptionHealthResource(Queries queries, Subscriptions subscriptions) {
    this.queries = queries;
    this.subscriptions = subscriptions;
  }

  List<ApiOperation> operations() {
    return List.of(ApiOperation.pages("webhooks/health", this::list, "webhook_id"));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    ListPage page = ListPage.of(request.query());
    String one = request.query().uuid("webhook_id");
    List<Subscription> all =
        subscriptions.all().stream()
            .filter(s -> request.caller().sees(s.workspaceId()))
            .filter(s -> one == null || s.id().toString().equals(one))
            .toList();
    QueryFilter filter =
        Visibility.Scope.OF_SUBSCRIPTION
            .narrow(new QueryFilter("1 = 1"), request.caller())
            .and("d.subscription_id = cast(:?webhook_id as uuid)", "webhook_id", one);
    Map<String, Map<String, Long>> counts = counts(filter);
    Map<String, List<ResultRow>> attempts = attempts(filter, one == null ? RECENT_OF_ALL : RECENT);
    return ApiAnswer.list(
        page.of(all).stream()
            .map(
                s -> {
                  String id = s.id().toString();
                  ObjectNode health = health(attempts.getOrDefault(id, List.of()));
                  Map<String, Long> of = counts.getOrDefault(id, Map.of());
                  health.put("pending", of.getOrDefault("pending", 0L));
                  health.put("dead", of.getOrDefault("dead", 0L));
                  return ApiAnswer.item(id, TYPE, health);
                })
            .toList(),
        page.meta(all.size()));
  }

  private Map<String, Map<String, Long>> counts(QueryFilter filter) throws Exception {
    Map<String, Map<String, Long>> counts = new HashMap<>();
    for (ResultRow row : queries.totals(COUNTS.formatted(filter), filter.parameters())) {
      counts
          .computeIfAbsent(row.text("subscription_id"), id -> new HashMap<>())
          .merge(row.text("status"), row.number("total"), Long::sum);
    }
    return counts;
  }

  /** The latest attempts by subscription, the latest first. */
  private Map<String, List<ResultRow>> attempts(QueryFilter filter, int most) throws Exception {
    Map<String, Object> parameters = new HashMap<>(filter.parameters());
    parameters.put("most", most);
    String sql =
        ATTEMPTS.formatted(
            LATEST.formatted("delivered", filter),
            LATEST.formatted("dead", filter),
            LATEST_FAILING.formatted(filter));
    return queries.list(sql, parameters).stream()
        .collect(Collectors.groupingBy(row -> row.text("subscription_id")));
  }

  private static ObjectNode health(List<ResultRow> attempts) {
    List<ResultRow> failed =
        attempts.stream().filter(SubscriptionHealthResource::hasFailed).toList();
    List<Long> millis =
        attempts.stream().map(row -> row.number("duration_millis")).sorted().toList();
    ObjectNode health = ApiAnswer.object();
    health.put("attempts", attempts.size());
    health.put("failed_attempts", failed.size());
    health.put("last_attempt_at", attempts.isEmpty() ? null : attempts.get(0).time("started_at"));
    health.put("median_ms", at(millis, 50));
    health.put("p95_ms", at(millis, 95));
    ArrayNode errors = health.putArray("last_errors");
    failed.stream().limit(MOST_ERRORS).map(SubscriptionHealthResource::error).forEach(errors::add);
    return health;
  }

  private static boolean hasFailed(ResultRow attempt) {
    Long status = attempt.numberOrNull("status");
    return attempt.text("error") != null || status == null || status / 100 != 2;
  }

  private static Long at(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? null : sorted.get((sorted.size() - 1) * percent / 100);
  }

  private static ObjectNode error(ResultRow attempt) {
    return attempt.attributes("event_id, event_type, number, started_at, status, error, answer");
  }
}
