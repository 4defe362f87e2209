package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Role;
import io.bellhop.delivery.DeliveryService;
import io.bellhop.delivery.Redelivery;
import io.bellhop.delivery.Redelivery.Preview;
import io.bellhop.delivery.Redelivery.Replayed;
import io.bellhop.delivery.http.HttpReply;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.SubscriptionForm;
import io.bellhop.subscription.SubscriptionRules;
import io.bellhop.subscription.Subscriptions;
import io.bellhop.validation.FieldReader;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The subscriptions, with rotation of their secrets, tests and replays: {@code /webhooks}. */
final class SubscriptionsResource {
  private static final String TYPE = "webhook";
  private static final int MAX_REPLAYED = 1000;

  /**
   * The limit of attempts: a change fails only after so many concurrent changes of the
   * subscription.
   */
  private static final int MAX_ATTEMPTS = 25;

  private final Subscriptions subscriptions;
  private final SubscriptionRules rules;
  private final DeliveryService delivery;
  private final Redelivery redelivery;
  private final Clock clock;

  SubscriptionsResource(SubscriptionServices services, Clock clock) {
    this.subscriptions = services.subscriptions();
    this.rules = services.rules();
    this.delivery = services.delivery();
    this.redelivery = services.redelivery();
    this.clock = clock;
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.pages("webhooks", this::list),
        ApiOperation.of("POST", "webhooks", this::create),
        ApiOperation.of("POST", "webhooks/test", this::test),
        ApiOperation.of(
            "GET",
            "webhooks/{id}",
            request -> ApiAnswer.one(ApiAnswer.OK, SubscriptionItem.of(find(request.uuid())))),
        ApiOperation.of("PUT", "webhooks/{id}", this::change),
        ApiOperation.delete("webhooks", subscriptions::delete),
        ApiOperation.of("POST", "webhooks/{id}/rotate_secret", this::rotate),
        ApiOperation.of("POST", "webhooks/{id}/test", this::testStored).needs(Role.OPERATE),
        ApiOperation.of("POST", "webhooks/{id}/replay", this::replay).needs(Role.OPERATE));
  }

  private SubscriptionForm form(ApiRequest request) {
    return new SubscriptionForm(request.wrapped(TYPE), rules);
  }

  private ApiAnswer list(ApiRequest request) throws SQLException {
    return ListPage.answer(
        request, subscriptions.all(), Subscription::workspaceId, SubscriptionItem::of);
  }

  private ApiAnswer create(ApiRequest request) throws SQLException {
    Subscription subscription = form(request).create(clock);
    subscriptions.create(subscription);
    return ApiAnswer.one(ApiAnswer.CREATED, SubscriptionItem.withSecret(subscription));
  }

  private ApiAnswer change(ApiRequest request) throws SQLException {
    Subscription changed = replace(request.uuid(), stored -> form(request).change(stored, clock));
    // Deliveries may have waited for the subscription to become active.
    delivery.wake();
    return ApiAnswer.one(ApiAnswer.OK, SubscriptionItem.of(changed));
  }

  private ApiAnswer rotate(ApiRequest request) throws SQLException {
    JsonNode given = request.attributes(TYPE);
    Subscription rotated =
        replace(request.uuid(), stored -> new SubscriptionForm(given, rules).rotate(stored, clock));
    return ApiAnswer.one(ApiAnswer.OK, SubscriptionItem.withSecret(rotated));
  }

  private Subscription replace(UUID id, UnaryOperator<Subscription> change) throws SQLException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Subscription stored = find(id);
      Subscription next = change.apply(stored);
      if (subscriptions.replace(stored, next)) {
        return next;
      }
    }
    throw ApiError.unavailable();
  }

  private ApiAnswer test(ApiRequest request) {
    return test(form(request).create(clock));
  }

  /**
   * Tests a stored subscription with its secret and headers, which its owner can no longer read.
   */
  private ApiAnswer testStored(ApiRequest request) throws SQLException {
    request.mustHaveNoAttributes("test");
    return test(find(request.uuid()));
  }

  private ApiAnswer test(Subscription subscription) {
    HttpReply reply = delivery.test(subscription).join();
    if (reply.error() != null) {
      throw ApiError.invalid(subscription.sink() == null ? "callback_url" : "sink", reply.error());
    }
    String body = reply.answer() == null ? "" : reply.answer();
    ObjectNode answer = ApiAnswer.object().put("status_code", reply.status()).put("body", body);
    if (reply.redirect() != null) {
      answer.put("redirect", reply.redirect());
    }
    return new ApiAnswer(ApiAnswer.OK, answer);
  }

  private ApiAnswer replay(ApiRequest request) throws SQLException {
    Subscription subscription = find(request.uuid());
    FieldReader given = new FieldReader(request.attributes("replay"));
    UUID event = given.uuid("event_id");
    Instant from = given.time("from");
    Instant to = given.time("to");
    Integer limit = given.number("limit", MAX_REPLAYED, MAX_REPLAYED, 1, MAX_REPLAYED);
    boolean dryRun = given.yes("dry_run", false);
    if (given.has("event_id") == given.has("from")) {
      given.add("event_id", "give either this or from");
    }
    if (!subscription.active()) {
      given.add("is_active", "must be true: Bellhop sends nothing to an inactive webhook");
    }
    given.check();
    Optional<Long> place = event == null ? redelivery.placeFrom(from) : redelivery.placeOf(event);
    if (place.isEmpty() && event != null) {
      throw ApiError.invalid("event_id", "must be the id of an event in the log");
    }
    Replayed none = new Replayed(0, null);
    if (dryRun) {
      return preview(
          place.isEmpty()
              ? new Preview(none, List.of())
              : redelivery.preview(subscription, place.get(), to, limit));
    }
    return ApiAnswer.meta(
        meta(place.isEmpty() ? none : redelivery.replay(subscription, place.get(), to, limit)));
  }

  private static ApiAnswer preview(Preview preview) {
    ObjectNode meta = meta(preview.replayed()).put("dry_run", true);
    ArrayNode events = meta.putArray("events");
    preview.first().forEach(event -> events.add(EventLogReader.item(event.id(), event.envelope())));
    return ApiAnswer.meta(meta);
  }

  private static ObjectNode meta(Replayed replayed) {
    ObjectNode meta = ApiAnswer.object().put("count", replayed.count());
    return meta.put("next", replayed.next() == null ? null : replayed.next().toString());
  }

  private Subscription find(UUID id) throws SQLException {
    return subscriptions.find(id).orElseThrow(ApiError::notFound);
  }
}
