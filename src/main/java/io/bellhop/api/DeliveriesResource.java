package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Caller;
import io.bellhop.access.Role;
import io.bellhop.delivery.Redelivery;
import io.bellhop.delivery.RedeliveryFilter;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.validation.FieldReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The deliveries to subscriptions with their attempts; repeats deliveries. */
final class DeliveriesResource {
  private static final int MOST_PER_SECOND = 1000;
  private static final String RETRY = "retry";
  private static final List<String> ENDED = List.of("dead", "delivered", "filtered");

  private final Queries queries;
  private final DeliveryRows rows;
  private final Subscriptions subscriptions;
  private final Redelivery redelivery;

  private final ListEndpoint list =
      new ListEndpoint(Visibility.Scope.OF_SUBSCRIPTION, DeliveryRows::item)
          .filter(
              "webhook_id", "d.subscription_id = cast(:?webhook_id as uuid)", QueryParameters::uuid)
          .filter(
              "from",
              "d.created_at >= cast(:?from as timestamp with time zone)",
              QueryParameters::time)
          .filter(
              "to", "d.created_at < cast(:?to as timestamp with time zone)", QueryParameters::time);

  DeliveriesResource(Queries queries, SubscriptionServices services) {
    this.queries = queries;
    this.rows = new DeliveryRows(queries);
    this.subscriptions = services.subscriptions();
    this.redelivery = services.redelivery();
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.pages("deliveries", this::list, list.parameters("status", "event_id")),
        ApiOperation.of("POST", "deliveries/retry", this::retryAll).needs(Role.OPERATE),
        ApiOperation.of(
            "GET",
            "deliveries/{id}",
            request -> ApiAnswer.one(ApiAnswer.OK, whole(request.uuid()))),
        ApiOperation.of("POST", "deliveries/{id}/retry", this::retry).needs(Role.OPERATE));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    QueryParameters query = request.query();
    String status = query.oneOf("status", DeliveryRows.STATUSES);
    QueryFilter conditions = list.conditions(request, "1 = 1");
    String event = query.uuid("event_id");
    Optional<Long> seq = event == null ? Optional.empty() : seq(event);
    if (event != null && seq.isEmpty()) {
      return ApiAnswer.list(List.of(), ListPage.of(query).meta(0));
    }
    return list.answer(query, conditions, rows.of(status, seq.orElse(null)));
  }

  private Optional<Long> seq(String event) throws Exception {
    return queries
        .first("select seq from event where id = cast(:?id as uuid)", Map.of("id", event))
        .map(row -> row.number("seq"));
  }

  private ObjectNode whole(UUID id) throws Exception {
    ResultRow row = rows.one(id).orElseThrow(ApiError::notFound);
    ObjectNode item = DeliveryRows.item(row);
    item.withObject("attributes").putArray("attempt_list").addAll(rows.attempts(row));
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
          throw ApiError.notSupported(
              "Bellhop no longer has its event, so there is nothing to send");
      case WEBHOOK_GONE -> throw ApiError.notSupported("Its webhook was deleted");
      case WEBHOOK_INACTIVE ->
          throw ApiError.notSupported("Its webhook is not active, so Bellhop sends nothing to it");
      default -> throw ApiError.notFound();
    }
  }

  private ApiAnswer retryAll(ApiRequest request) throws SQLException {
    FieldReader given = new FieldReader(request.attributes(RETRY));
    UUID subscription = given.uuid("webhook_id");
    String status = given.oneOf("status", ENDED.get(0), ENDED);
    RedeliveryFilter filter =
        new RedeliveryFilter(subscription, status, given.time("from"), given.time("to"));
    boolean dryRun = given.yes("dry_run", false);
    Integer rate = given.number("rate", null, null, 1, MOST_PER_SECOND);
    if (!given.has("webhook_id")) {
      given.add("webhook_id", FieldReader.BLANK);
    } else if (subscription != null) {
      mustBeActive(given, subscription, request.caller());
    }

    given.check();
    long count = dryRun ? redelivery.count(filter) : redelivery.retry(filter, rate);
    return ApiAnswer.meta(ApiAnswer.object().put("count", count).put("dry_run", dryRun));
  }

  private void mustBeActive(FieldReader given, UUID id, Caller caller) throws SQLException {
    Optional<Subscription> subscription =
        subscriptions.find(id).filter(s -> caller.sees(s.workspaceId()));
    if (subscription.isEmpty()) {
      given.add("webhook_id", "must be the id of a webhook");
    } else if (!subscription.get().active()) {
      given.add("webhook_id", "is not active, so Bellhop sends nothing to this webhook");
    }
  }
}
