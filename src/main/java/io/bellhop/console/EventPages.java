package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The event log, and one event with its whole history. */
final class EventPages {
  private static final String PATH = ConsoleRequest.BASE + "/events";

  /** A burst may have many, and the page reads each for its calls. */
  private static final int MOST_MESSAGES = 10;

  private static final List<String> FILTERS =
      List.of("event_type", "integration_account_id", "property_id", "record_id", "after");

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    if (request.isPost()) {
      return request.segment(2).equals("retry") ? retry(visit) : null;
    }
    return switch (request.segments().size()) {
      case 1 -> list(visit);
      case 2 -> one(visit);
      default -> null;
    };
  }

  private static ConsoleAnswer list(SignedInRequest visit) {
    Map<String, String> filters = visit.request().query();
    Map<String, Object> query = new LinkedHashMap<>();
    FILTERS.forEach(name -> query.put(name, filters.get(name)));
    query.put("order", "newest");
    query.put("limit", Pager.ROWS);
    ApiReply reply = visit.api().look("/events", query);
    String older = reply.meta().text("next");
    Map<String, Object> further = new LinkedHashMap<>(query);
    further.keySet().removeAll(List.of("order", "limit"));
    further.put("after", older);
    return visit.show(
        reply.status(),
        "events.jte",
        "Events",
        reply.isOk() ? "" : reply.fault(),
        Map.of(
            "events",
            reply.items(),
            "filters",
            filters,
            "accounts",
            AccountNames.read(visit.api()),
            "older",
            older.isEmpty() ? "" : PATH + "?" + ConsoleApi.query(further)));
  }

  private static ConsoleAnswer one(SignedInRequest visit) {
    String id = visit.request().segment(1);
    Item event = visit.api().get(ConsoleApi.path("/events/{}", id)).item();
    AccountNames accounts = AccountNames.read(visit.api());
    Map<String, Item> subscriptions = new LinkedHashMap<>();
    visit
        .api()
        .get("/webhooks", Map.of("pagination[limit]", 100))
        .items()
        .forEach(one -> subscriptions.put(one.id(), one));
    return visit.show(
        "event.jte",
        event.text("hook/eventType"),
        Map.of(
            "event", event,
            "calls", calls(visit.api(), event),
            "accounts", accounts,
            "subscriptions", subscriptions,
            "neighbours", RecordHistory.of(visit.api(), event).around(id)));
  }

  /** The calls of the provider's API that each message of an event made, by the message's id. */
  private static Map<String, List<Item>> calls(ConsoleApi api, Item event) {
    Map<String, List<Item>> calls = new LinkedHashMap<>();
    event.list("deliveries").stream()
        .map(Item::id)
        .limit(MOST_MESSAGES)
        .forEach(
            id -> {
              ApiReply message = api.look(ConsoleApi.path("/inbox/{}", id), Map.of());
              calls.put(id, message.item().list("api_calls"));
            });
    return calls;
  }

  private static ConsoleAnswer retry(SignedInRequest visit) {
    String delivery = visit.request().form().getOrDefault("delivery", "");
    String back = ConsoleRequest.BASE + ConsoleApi.path("/events/{}", visit.request().segment(1));
    return visit.change(
        "POST", ConsoleApi.path("/deliveries/{}/retry", delivery), null, back, Notice.RETRIED);
  }
}
