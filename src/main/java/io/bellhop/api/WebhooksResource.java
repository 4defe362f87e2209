package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.delivery.Delivering;
import io.bellhop.delivery.Redelivery;
import io.bellhop.delivery.Redelivery.Replayed;
import io.bellhop.delivery.Reply;
import io.bellhop.webhook.Webhook;
import io.bellhop.webhook.Webhooks;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The webhooks, as in the webhook collection of the contract, with secrets and replays. */
final class WebhooksResource implements Resource {
  private static final String TYPE = "webhook";
  private static final int MOST_REPLAYED = 1000;

  /** Somebody else would have to change the same webhook in the same moment, again and again. */
  private static final int TRIES = 25;

  private final Webhooks webhooks;
  private final Delivering delivering;
  private final Redelivery redelivery;
  private final WebhookRules rules;
  private final Clock clock;

  WebhooksResource(
      Webhooks webhooks,
      Delivering delivering,
      Redelivery redelivery,
      WebhookRules rules,
      Clock clock) {
    this.webhooks = webhooks;
    this.delivering = delivering;
    this.redelivery = redelivery;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public List<Call> calls() {
    return List.of(
        Call.pages("webhooks", request -> list(Page.of(request.query()))),
        Call.of("POST", "webhooks", this::create),
        Call.of("POST", "webhooks/test", this::test),
        Call.of(
            "GET",
            "webhooks/{id}",
            request -> ApiAnswer.one(ApiAnswer.OK, WebhookItem.of(find(request.uuid())))),
        Call.of("PUT", "webhooks/{id}", this::change),
        Call.of("DELETE", "webhooks/{id}", request -> delete(request.uuid())),
        Call.of("POST", "webhooks/{id}/rotate_secret", this::rotate),
        Call.of("POST", "webhooks/{id}/replay", this::replay));
  }

  private WebhookForm form(ApiRequest request) {
    return new WebhookForm(request.wrapped(TYPE), rules);
  }

  private ApiAnswer list(Page page) throws SQLException {
    List<Webhook> all = webhooks.all();
    return ApiAnswer.list(
        page.of(all).stream().map(WebhookItem::of).toList(), page.meta(all.size()));
  }

  private ApiAnswer create(ApiRequest request) throws SQLException {
    Webhook webhook = form(request).create(clock);
    webhooks.create(webhook);
    return ApiAnswer.one(ApiAnswer.CREATED, WebhookItem.withSecret(webhook));
  }

  private ApiAnswer change(ApiRequest request) throws SQLException {
    Webhook changed = replace(request.uuid(), stored -> form(request).change(stored, clock));
    // What was queued for it before it was switched off goes out now.
    delivering.wake();
    return ApiAnswer.one(ApiAnswer.OK, WebhookItem.of(changed));
  }

  private ApiAnswer rotate(ApiRequest request) throws SQLException {
    JsonNode given = request.attributes(TYPE);
    Webhook rotated =
        replace(request.uuid(), stored -> new WebhookForm(given, rules).rotate(stored, clock));
    return ApiAnswer.one(ApiAnswer.OK, WebhookItem.withSecret(rotated));
  }

  private Webhook replace(UUID id, UnaryOperator<Webhook> change) throws SQLException {
    for (int i = 0; i < TRIES; i++) {
      Webhook stored = find(id);
      Webhook next = change.apply(stored);
      if (webhooks.replace(stored, next)) {
        return next;
      }
    }
    throw ApiError.unavailable();
  }

  private ApiAnswer delete(UUID id) throws SQLException {
    if (!webhooks.delete(id)) {
      throw ApiError.notFound();
    }
    return ApiAnswer.deleted();
  }

  private ApiAnswer test(ApiRequest request) {
    Webhook webhook = form(request).create(clock);
    Reply reply = delivering.test(webhook).join();
    if (reply.error() != null) {
      throw ApiError.invalid(webhook.sink() == null ? "callback_url" : "sink", reply.error());
    }
    String body = reply.answer() == null ? "" : reply.answer();
    ObjectNode answer = ApiAnswer.object().put("status_code", reply.status()).put("body", body);
    if (reply.redirect() != null) {
      answer.put("redirect", reply.redirect());
    }
    return new ApiAnswer(ApiAnswer.OK, answer);
  }

  private ApiAnswer replay(ApiRequest request) throws SQLException {
    Webhook webhook = find(request.uuid());
    Given given = new Given(request.attributes("replay"));
    UUID event = given.uuid("event_id");
    Instant from = given.time("from");
    Instant to = given.time("to");
    Integer limit = given.number("limit", MOST_REPLAYED, MOST_REPLAYED, 1, MOST_REPLAYED);
    if (given.has("event_id") == given.has("from")) {
      given.add("event_id", "must be given, or from, and not both");
    }
    if (!webhook.active()) {
      given.add("is_active", "must be true: nothing is sent to this webhook");
    }
    given.check();
    Optional<Long> place = event == null ? redelivery.placeFrom(from) : redelivery.placeOf(event);
    if (place.isEmpty() && event != null) {
      throw ApiError.invalid("event_id", "must be the id of an event in the log");
    }
    Replayed replayed =
        place.isEmpty()
            ? new Replayed(0, null)
            : redelivery.replay(webhook, place.get(), to, limit);
    ObjectNode meta = ApiAnswer.object().put("count", replayed.count());
    meta.put("next", replayed.next() == null ? null : replayed.next().toString());
    return ApiAnswer.meta(meta);
  }

  private Webhook find(UUID id) throws SQLException {
    return webhooks.find(id).orElseThrow(ApiError::notFound);
  }
}
