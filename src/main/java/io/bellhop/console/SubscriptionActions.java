package io.bellhop.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be done about a subscription, and what would happen before it does. */
final class SubscriptionActions {
  private static final String PATH = ConsoleRequest.BASE + "/subscriptions";
  private static final List<String> RANGE = List.of("from", "event_id", "to");

  /**
   * @return null for an unknown action
   */
  ConsoleAnswer act(Visit visit, String id, String action) {
    String back = back(id);
    String path = ConsoleApi.path("/webhooks/{}", id);
    return switch (action) {
      case "pause" -> visit.change("PUT", path, active(false), back, Notices.PAUSED);
      case "resume" -> visit.change("PUT", path, active(true), back, Notices.RESUMED);
      case "test" -> test(visit, path, back);
      case "rotate" -> rotate(visit, path, back);
      case "retry" ->
          visit.change(
              "POST", "/deliveries/retry", object().put("webhook_id", id), back, Notices.RETRIED);
      case "replay" -> replay(visit, path, back);
      case "shape" -> ShapePages.save(visit, id, back);
      case "try" -> ShapePages.attempt(visit, back);
      case "delete" -> visit.change("DELETE", path, null, PATH, Notices.DELETED);
      default -> null;
    };
  }

  /**
   * @return null for an action that has none
   */
  ConsoleAnswer preview(Visit visit, String id, String action) {
    return switch (action) {
      case "retry" -> retryPreview(visit, id);
      case "replay" -> replayPreview(visit, id);
      case "shape" -> ShapePages.form(visit, id, back(id));
      default -> null;
    };
  }

  private static ConsoleAnswer test(Visit visit, String path, String back) {
    ApiReply reply = visit.api().change("POST", path + "/test", null);
    return reply.isOk()
        ? visit.show(
            "tested.jte",
            "The subscriber answered",
            Map.of("answer", new Item(reply.body()), "back", back))
        : visit.refused(reply.status(), back, reply.fault());
  }

  private static ConsoleAnswer rotate(Visit visit, String path, String back) {
    ApiReply reply = visit.api().change("POST", path + "/rotate_secret", null);
    return reply.isOk()
        ? SubscriptionPages.secret(visit, reply.item(), "The secret is new")
        : visit.refused(reply.status(), back, reply.fault());
  }

  /** Where there is more than one call queues, the browser comes to the preview of the rest. */
  private static ConsoleAnswer replay(Visit visit, String path, String back) {
    ObjectNode range = range(visit.request().form());
    ApiReply reply = visit.api().change("POST", path + "/replay", range);
    if (!reply.isOk()) {
      return visit.refused(reply.status(), back, reply.fault());
    }
    String next = reply.meta().text("next");
    if (next.isEmpty()) {
      return visit.done(back, Notices.QUEUED);
    }
    Map<String, Object> rest = new LinkedHashMap<>();
    rest.put("event_id", next);
    rest.put("to", visit.request().form().get("to"));
    return visit.done(back + "/replay?" + ConsoleApi.query(rest), Notices.QUEUED_PART);
  }

  /** How many events a replay would queue, and the first of them, before it does. */
  private static ConsoleAnswer replayPreview(Visit visit, String id) {
    Map<String, String> given = visit.request().query();
    ObjectNode dry = range(given).put("dry_run", true);
    String path = ConsoleApi.path("/webhooks/{}", id);
    ApiReply reply = visit.api().change("POST", path + "/replay", dry);
    if (!reply.isOk()) {
      return visit.refused(reply.status(), back(id), reply.fault());
    }
    Map<String, String> fields = new LinkedHashMap<>(given);
    fields.keySet().retainAll(RANGE);
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("meta", reply.meta());
    parts.put("subscription", visit.api().get(path).item());
    parts.put("fields", fields);
    parts.put("back", back(id));
    return visit.show("redeliver.jte", "Deliver again", parts);
  }

  /** How many deliveries a retry would queue, before it does. */
  private static ConsoleAnswer retryPreview(Visit visit, String id) {
    ObjectNode dry = object().put("webhook_id", id).put("dry_run", true);
    ApiReply reply = visit.api().change("POST", "/deliveries/retry", dry);
    String back = back(id);
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

  private static ObjectNode range(Map<String, String> given) {
    ObjectNode range = object();
    RANGE.stream()
        .filter(name -> !given.getOrDefault(name, "").isEmpty())
        .forEach(name -> range.put(name, given.get(name)));
    return range;
  }

  private static String back(String id) {
    return PATH + ConsoleApi.path("/{}", id);
  }

  private static ObjectNode active(boolean isActive) {
    return object().set("webhook", object().put("is_active", isActive));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
