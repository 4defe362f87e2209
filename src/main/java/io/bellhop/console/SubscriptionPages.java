package io.bellhop.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The subscriptions: who gets events, how that goes, and what can be done about it. */
final class SubscriptionPages {
  private static final String PATH = ConsoleRequest.BASE + "/subscriptions";
  private static final String NEW = "new";

  /**
   * A subscription with the number of its deliveries.
   *
   * @param dead how many were given up
   */
  record Health(Item subscription, long pending, long dead) {
    String state() {
      return !subscription.is("is_active")
          ? "paused"
          : subscription.has("failing_since") ? "failing" : "active";
    }

    String target() {
      return subscription.has("callback_url")
          ? subscription.text("callback_url")
          : "sink " + subscription.text("sink");
    }

    String name() {
      return subscription.has("name") ? subscription.text("name") : target();
    }
  }

  ConsoleAnswer answer(Visit visit) {
    ConsoleRequest request = visit.request();
    String first = request.segment(1);
    if (request.isPost()) {
      return first.equals(NEW) ? create(visit) : act(visit, first, request.segment(2));
    }
    return switch (request.segments().size()) {
      case 1 -> list(visit);
      case 2 -> first.equals(NEW) ? form(visit, 200, "") : one(visit, first);
      case 3 -> request.segment(2).equals("retry") ? preview(visit, first) : null;
      default -> null;
    };
  }

  private static ConsoleAnswer list(Visit visit) {
    ApiReply reply = visit.api().get("/webhooks", Pager.query(visit.request()));
    return visit.show(
        "subscriptions.jte",
        "Subscriptions",
        Map.of(
            "subscriptions", reply.items().stream().map(s -> health(visit.api(), s)).toList(),
            "pager", Pager.of(visit.request(), "/subscriptions", reply.meta())));
  }

  static Health health(ConsoleApi api, Item subscription) {
    return new Health(
        subscription,
        count(api, subscription.id(), "pending"),
        count(api, subscription.id(), "dead"));
  }

  private static long count(ConsoleApi api, String id, String status) {
    return api.total("/deliveries", Map.of("webhook_id", id, "status", status));
  }

  private static ConsoleAnswer one(Visit visit, String id) {
    Item found = visit.api().get(ConsoleApi.path("/webhooks/{}", id)).item();
    Health health = health(visit.api(), found);
    List<Item> deliveries =
        visit
            .api()
            .get("/deliveries", Map.of("webhook_id", id, "pagination[limit]", Pager.ROWS))
            .items();
    return visit.show(
        "subscription.jte", health.name(), Map.of("health", health, "deliveries", deliveries));
  }

  private static ConsoleAnswer form(Visit visit, int status, String fault) {
    return visit.show(
        status,
        "newSubscription.jte",
        "New subscription",
        fault,
        Map.of("given", visit.request().form()));
  }

  private static ConsoleAnswer create(Visit visit) {
    Map<String, String> given = visit.request().form();
    ObjectNode fields = object();
    for (String name : List.of("name", "callback_url", "event_mask")) {
      fields.put(name, given.get(name));
    }
    fields.put("is_global", true).put("is_active", true);
    fields.put("send_data", given.containsKey("send_data"));
    ObjectNode body = object().set("webhook", fields);
    ApiReply reply = visit.api().change("POST", "/webhooks", body);
    return reply.isOk()
        ? secret(visit, reply.item(), "The subscription is active")
        : form(visit, reply.status(), reply.fault());
  }

  /** The only page that ever shows a secret: the API gives it when it is made. */
  private static ConsoleAnswer secret(Visit visit, Item subscription, String title) {
    return visit.show("secret.jte", title, Map.of("subscription", subscription));
  }

  private static ConsoleAnswer act(Visit visit, String id, String action) {
    String back = PATH + ConsoleApi.path("/{}", id);
    String path = ConsoleApi.path("/webhooks/{}", id);
    return switch (action) {
      case "pause" -> visit.change("PUT", path, active(false), back, Notices.PAUSED);
      case "resume" -> visit.change("PUT", path, active(true), back, Notices.RESUMED);
      case "rotate" -> rotate(visit, path, back);
      case "retry" ->
          visit.change(
              "POST", "/deliveries/retry", object().put("webhook_id", id), back, Notices.RETRIED);
      case "replay" ->
          visit.change(
              "POST",
              path + "/replay",
              object().put("from", visit.request().form().getOrDefault("from", "")),
              back,
              Notices.QUEUED);
      case "delete" -> visit.change("DELETE", path, null, PATH, Notices.DELETED);
      default -> null;
    };
  }

  private static ConsoleAnswer rotate(Visit visit, String path, String back) {
    ApiReply reply = visit.api().change("POST", path + "/rotate_secret", null);
    return reply.isOk()
        ? secret(visit, reply.item(), "The secret is new")
        : visit.refused(reply.status(), back, reply.fault());
  }

  /** How many deliveries a retry would queue, before it does. */
  private static ConsoleAnswer preview(Visit visit, String id) {
    ObjectNode dry = object().put("webhook_id", id).put("dry_run", true);
    ApiReply reply = visit.api().change("POST", "/deliveries/retry", dry);
    String back = PATH + ConsoleApi.path("/{}", id);
    if (!reply.isOk()) {
      return visit.refused(reply.status(), back, reply.fault());
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("what", reply.meta().number("count") + " dead-lettered deliveries");
    parts.put(
        "effect",
        "Bellhop delivers them again, each record's events in their order, with a new round of"
            + " attempts.");
    parts.put("action", back + "/retry");
    parts.put("back", back);
    parts.put("fields", Map.of());
    return visit.show("confirm.jte", "Retry what was given up", parts);
  }

  private static ObjectNode active(boolean isActive) {
    return object().set("webhook", object().put("is_active", isActive));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
