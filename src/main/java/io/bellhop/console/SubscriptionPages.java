package io.bellhop.console;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The subscriptions: their targets, their state, and the form for a new one. */
final class SubscriptionPages {
  private static final String NEW = "new";
  private static final String TEST = "test";
  private static final Item NONE = new Item(MissingNode.getInstance());

  /**
   * A subscription, and the state of its deliveries.
   *
   * @param health counts, times and errors, as the API has them
   */
  record Health(Item subscription, Item health) {
    long pending() {
      return health.number("pending");
    }

    long dead() {
      return health.number("dead");
    }

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

    /** The duration of attempts; empty if there were none. */
    String latency() {
      return health.has("median_ms")
          ? health.text("median_ms") + " ms, 95 % within " + health.text("p95_ms") + " ms"
          : "";
    }
  }

  private final SubscriptionActions actions = new SubscriptionActions();

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    String first = request.segment(1);
    if (request.isPost()) {
      return switch (first) {
        case NEW -> create(visit);
        case TEST -> test(visit);
        default -> actions.act(visit, first, request.segment(2));
      };
    }
    return switch (request.segments().size()) {
      case 1 -> list(visit);
      case 2 -> first.equals(NEW) ? form(visit, 200, "", NONE) : one(visit, first);
      case 3 -> actions.preview(visit, first, request.segment(2));
      default -> null;
    };
  }

  private static ConsoleAnswer list(SignedInRequest visit) {
    ApiReply reply = visit.api().get("/webhooks", Pager.query(visit.request()));
    return visit.show(
        "subscriptions.jte",
        "Subscriptions",
        Map.of(
            "subscriptions", healths(visit.api(), reply.items(), Pager.query(visit.request())),
            "pager", Pager.of(visit.request(), "/subscriptions", reply.meta())));
  }

  /**
   * The state of the deliveries to a page's subscriptions, by one call.
   *
   * @param query the page
   */
  static List<Health> healths(ConsoleApi api, List<Item> subscriptions, Map<String, ?> query) {
    Map<String, Item> health = new HashMap<>();
    api.get("/webhooks/health", query).items().forEach(one -> health.put(one.id(), one));
    return subscriptions.stream()
        .map(one -> new Health(one, health.getOrDefault(one.id(), NONE)))
        .toList();
  }

  private static ConsoleAnswer one(SignedInRequest visit, String id) {
    Item found = visit.api().get(ConsoleApi.path("/webhooks/{}", id)).item();
    Health health = healths(visit.api(), List.of(found), Map.of("webhook_id", id)).get(0);
    List<Item> deliveries =
        visit
            .api()
            .get("/deliveries", Map.of("webhook_id", id, "pagination[limit]", Pager.ROWS))
            .items();
    return visit.show(
        "subscription.jte", health.name(), Map.of("health", health, "deliveries", deliveries));
  }

  /**
   * @param tested the subscriber's answer to a test
   */
  private static ConsoleAnswer form(SignedInRequest visit, int status, String fault, Item tested) {
    return visit.show(
        status,
        "newSubscription.jte",
        "New subscription",
        fault,
        Map.of("given", visit.request().form(), "tested", tested));
  }

  private static ConsoleAnswer create(SignedInRequest visit) {
    ApiReply reply = visit.api().change("POST", "/webhooks", given(visit));
    return reply.isOk()
        ? secret(visit, reply.item(), "The subscription is active")
        : form(visit, reply.status(), reply.fault(), NONE);
  }

  /** Tries the form's expressions before the subscription stores them. */
  private static ConsoleAnswer test(SignedInRequest visit) {
    ApiReply reply = visit.api().change("POST", "/webhooks/test", given(visit));
    return reply.isOk()
        ? form(visit, 200, "", new Item(reply.body()))
        : form(visit, reply.status(), reply.fault(), NONE);
  }

  private static ObjectNode given(SignedInRequest visit) {
    Map<String, String> given = visit.request().form();
    ObjectNode fields = ConsoleApi.object();
    for (String name : List.of("name", "callback_url", "event_mask")) {
      fields.put(name, given.get(name));
    }
    fields.put("is_global", true).put("is_active", true);
    fields.put("send_data", given.containsKey("send_data"));
    ShapePages.add(fields, given);
    return ConsoleApi.object().set("webhook", fields);
  }

  /** The only page that shows a secret: the API returns it when it creates the secret. */
  static ConsoleAnswer secret(SignedInRequest visit, Item subscription, String title) {
    return visit.show("secret.jte", title, Map.of("subscription", subscription));
  }
}
