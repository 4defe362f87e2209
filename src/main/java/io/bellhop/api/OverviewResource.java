package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.Inbox;
import io.bellhop.monitor.RateHistory;
import io.bellhop.monitor.RateHistory.Kind;
import io.bellhop.time.UtcTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The state of the whole hub: rates, lag, and the accounts that need attention. The cost of a call
 * does not grow with the number of rows.
 */
final class OverviewResource {
  private static final String TYPE = "overview";
  private static final Duration STEP = Duration.ofMinutes(5);

  /** Enough to show the pattern; the list of accounts shows all. */
  private static final int MOST = 50;

  /** Older refusals are history, which the account's page shows. */
  private static final Duration RECENT = Duration.ofDays(1);

  /** Bellhop reads queue by queue, so that an index returns the first key of each. */
  private static final String OLDEST_MESSAGE =
      """
      select min(due) as at from (
        select (select k.due_at from inbox_key k where k.queue = p.queue
          order by k.due_at limit 1) as due from inbox_partition p
        union all
        select (select k.due_at from inbox_key k where k.queue = '' order by k.due_at limit 1)
      ) oldest
      """;

  private static final String OLDEST_DELIVERY =
      """
      select min(due) as at from (
        select (select k.due_at from delivery_key k where k.queue = cast(s.id as varchar(40))
          order by k.due_at limit 1) as due
        from subscription s where s.is_active and %1$s
        union all
        select (select r.created_at from relay_run r where r.subscription_id = w.subscription_id
          and r.last_seq > w.position order by r.last_seq limit 1)
        from relay w join subscription s on s.id = w.subscription_id where s.is_active and %1$s
      ) oldest
      """;

  private static final String TROUBLED =
      """
      select a.id as account_id, a.name, a.provider, t.state, t.since, t.reason from integration_account a join (
        select account_id, 'degraded' as state, since, detail as reason from account_pause
          where emitted_at is not null
        union all
        select account_id, 'inactive', last_webhook_at, null from account_activity
          where notified_at is not null
        union all
        select account_id, 'refused', refused_at, reason from account_refusal
          where refused_at > cast(:?recent as timestamp with time zone)
        union all
        select account_id, 'sync_failed', finished_at, error from sync where state = 'failed'
        union all
        select id, 'revoked', revoked_at, null from integration_account
          where revoked_at is not null
      ) t on t.account_id = a.id
      where a.is_active and (a.revoked_at is null or t.state = 'revoked') and %s
      order by t.since desc, a.id limit :?limit
      """;

  private static final String SYNCS =
      """
      select a.id as account_id, a.name, a.provider, s.mode, s.entries as listed, s.total,
        s.started_at
      from sync s join integration_account a on a.id = s.account_id
      where s.state = 'running' and %s order by s.started_at limit :?limit
      """;

  private final Queries queries;
  private final Inbox inbox;
  private final RateHistory rates;
  private final Clock clock;

  OverviewResource(Queries queries, Inbox inbox, RateHistory rates, Clock clock) {
    this.queries = queries;
    this.inbox = inbox;
    this.rates = rates;
    this.clock = clock;
  }

  List<ApiOperation> operations() {
    return List.of(ApiOperation.of("GET", "overview", this::overview));
  }

  private ApiAnswer overview(ApiRequest request) throws Exception {
    boolean isWhole = request.caller().seesAll();
    Instant now = clock.instant();
    ObjectNode attributes = ApiAnswer.object();
    // These figures cover the whole hub, and a key of a workspace must not show the load of others.
    if (isWhole) {
      attributes.set("rates", rates(now));
    }
    ObjectNode lag = attributes.putObject("lag");
    lag.set("inbox_seconds", isWhole ? lag.numberNode(inboxLag(now)) : null);
    QueryFilter ofSubscriptions = own("s", request);
    lag.put(
        "delivery_seconds",
        lag(now, first(OLDEST_DELIVERY.formatted(ofSubscriptions), ofSubscriptions)));
    QueryFilter ofAccounts = own("a", request);
    ofAccounts.parameters().put("limit", MOST);
    list(attributes.putArray("syncs"), SYNCS, ofAccounts, "mode, listed, total, started_at");
    ofAccounts.parameters().put("recent", now.minus(RECENT).toString());
    list(attributes.putArray("accounts"), TROUBLED, ofAccounts, "state, since, reason");
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item("hub", TYPE, attributes));
  }

  private static QueryFilter own(String table, ApiRequest request) {
    return new QueryFilter("1 = 1")
        .and(
            table + ".workspace_id = :?" + Visibility.WORKSPACE,
            Visibility.WORKSPACE,
            request.caller().workspace());
  }

  /** Adds an item for each account that a query finds. */
  private void list(ArrayNode items, String sql, QueryFilter filter, String columns)
      throws Exception {
    for (ResultRow row : queries.list(sql.formatted(filter), filter.parameters())) {
      items.add(row.attributes("account_id, name, provider, " + columns));
    }
  }

  /** The lag of messages that no worker has begun, whether or not they are in the tables. */
  private long inboxLag(Instant now) throws Exception {
    long stored = lag(now, first(OLDEST_MESSAGE, new QueryFilter("1 = 1")));
    return Math.max(
        stored, inbox.oldestUnstored(any -> true).map(at -> seconds(at, now)).orElse(0L));
  }

  private Instant first(String sql, QueryFilter filter) throws Exception {
    return queries.first(sql, filter.parameters()).map(row -> row.instant("at")).orElse(null);
  }

  private static long lag(Instant now, Instant due) {
    return due == null ? 0 : seconds(due, now);
  }

  private static long seconds(Instant from, Instant now) {
    return Math.max(0, Duration.between(from, now).toSeconds());
  }

  private ObjectNode rates(Instant now) {
    ObjectNode all = ApiAnswer.object();
    all.put("since", UtcTime.text(rates.since()));
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    all.set("last_minute", counts(minute.minus(1, ChronoUnit.MINUTES), minute));
    all.set("last_hour", counts(minute.minus(59, ChronoUnit.MINUTES), minute.plusSeconds(60)));
    ArrayNode history = all.putArray("history");
    long steps = Duration.ofHours(RateHistory.HOURS).dividedBy(STEP);
    long last = now.getEpochSecond() / STEP.toSeconds();
    for (long step = last - steps + 1; step <= last; step++) {
      Instant from = Instant.ofEpochSecond(step * STEP.toSeconds());
      history.add(counts(from, from.plus(STEP)).put("from", UtcTime.text(from)));
    }
    return all;
  }

  private ObjectNode counts(Instant from, Instant to) {
    ObjectNode counts = ApiAnswer.object();
    for (Kind kind : Kind.values()) {
      counts.put(kind.name().toLowerCase(Locale.ROOT), rates.sum(kind, from, to));
    }
    return counts;
  }
}
