package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.Redelivery;
import io.bellhop.delivery.Redelivery.Wish;
import io.bellhop.webhook.Webhook;
import io.bellhop.webhook.Webhooks;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What was sent to webhooks, and what became of it; sends it again. */
final class DeliveriesResource implements Resource {
  private static final int MOST_PER_SECOND = 1000;
  private static final String RETRY = "retry";
  private static final List<String> ENDED = List.of("dead", "delivered");

  private final Queries queries;
  private final DeliveryRows rows;
  private final Webhooks webhooks;
  private final Redelivery redelivery;

  DeliveriesResource(Queries queries, Webhooks webhooks, Redelivery redelivery) {
    this.queries = queries;
    this.rows = new DeliveryRows(queries);
    this.webhooks = webhooks;
    this.redelivery = redelivery;
  }

  @Override
  public List<Call> calls() {
    return List.of(
        Call.pages(
            "deliveries",
            request -> list(request.query()),
            "status",
            "webhook_id",
            "event_id",
            "from",
            "to"),
        Call.of("POST", "deliveries/retry", this::retryAll),
        Call.of(
            "GET",
            "deliveries/{id}",
            request -> ApiAnswer.one(ApiAnswer.OK, whole(request.uuid()))),
        Call.of("POST", "deliveries/{id}/retry", this::retry));
  }

  private ApiAnswer list(QueryString query) throws Exception {
    Page page = Page.of(query);
    String status = query.oneOf("status", DeliveryRows.STATUSES);
    Filter filter =
        new Filter("1 = 1")
            .and("d.webhook_id = cast(:?webhook as uuid)", "webhook", query.uuid("webhook_id"))
            .and(
                "d.created_at >= cast(:?from as timestamp with time zone)",
                "from",
                query.time("from"))
            .and("d.created_at < cast(:?to as timestamp with time zone)", "to", query.time("to"));
    String event = query.uuid("event_id");
    if (event != null) {
      Optional<Long> seq = seq(event);
      if (seq.isEmpty()) {
        return ApiAnswer.list(List.of(), page.meta(0));
      }
      DeliveryRows.ofEvent(filter, seq.get());
    }
    List<ObjectNode> items =
        rows.list(status, filter, page).stream().map(DeliveryRows::item).toList();
    return ApiAnswer.list(items, page.meta(rows.count(status, filter)));
  }

  private Optional<Long> seq(String event) throws Exception {
    return queries
        .first("select seq from event where id = cast(:?id as uuid)", Map.of("id", event))
        .map(row -> row.number("seq"));
  }

  private ObjectNode whole(UUID id) throws Exception {
    ObjectNode item =
        rows.one(id).stream().findFirst().map(DeliveryRows::item).orElseThrow(ApiError::notFound);
    item.withObject("attributes")
        .putArray("attempt_list")
        .addAll(rows.attempts(id).stream().map(DeliveryRows::attempt).toList());
    return item;
  }

  private ApiAnswer retry(ApiRequest request) throws Exception {
    UUID id = request.uuid();
    request.mustHaveNoAttributes(RETRY);
    switch (redelivery.retry(id)) {
      case QUEUED -> {
        return ApiAnswer.one(ApiAnswer.OK, whole(id));
      }
      case EVENT_GONE ->
          throw ApiError.notSupported("Its event is gone, so there is nothing to send");
      case WEBHOOK_GONE -> throw ApiError.notSupported("Its webhook is gone");
      case WEBHOOK_INACTIVE ->
          throw ApiError.notSupported("Its webhook is not active: nothing is sent to it");
      default -> throw ApiError.notFound();
    }
  }

  private ApiAnswer retryAll(ApiRequest request) throws SQLException {
    Given given = new Given(request.attributes(RETRY));
    UUID webhook = given.uuid("webhook_id");
    String status = given.has("status") ? given.get("status").asText("") : ENDED.get(0);
    Wish wish = new Wish(webhook, status, given.time("from"), given.time("to"));
    boolean dryRun = given.yes("dry_run", false);
    Integer rate = given.number("rate", null, null, 1, MOST_PER_SECOND);
    if (!given.has("webhook_id")) {
      given.add("webhook_id", "can't be blank");
    } else if (webhook != null) {
      mayReceive(given, webhook);
    }
    if (!ENDED.contains(status)) {
      given.add("status", "must be one of " + String.join(", ", ENDED));
    }
    given.check();
    long count = dryRun ? redelivery.count(wish) : redelivery.retry(wish, rate);
    return ApiAnswer.meta(ApiAnswer.object().put("count", count).put("dry_run", dryRun));
  }

  private void mayReceive(Given given, UUID id) throws SQLException {
    Optional<Webhook> webhook = webhooks.find(id);
    if (webhook.isEmpty()) {
      given.add("webhook_id", "must be the id of a webhook");
    } else if (!webhook.get().active()) {
      given.add("webhook_id", "is not active: nothing is sent to this webhook");
    }
  }
}
