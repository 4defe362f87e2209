package io.bellhop.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The actions on a subscription, with a preview of their effects. */
final class SubscriptionActions {
  private static final String PATH = ConsoleRequest.BASE + "/subscriptions";
  private static final List<String> RANGE = List.of("from", "event_id", "to");

  /**
   * @return null for an unknown action
   */
  ConsoleAnswer act(SignedInRequest visit, String id, String action) {
    String back = back(id);
    String path = ConsoleApi.path("/webhooks/{}", id);
    return switch (action) {
      case "pause" -> visit.change("PUT", path, active(false), back, Notice.PAUSED);
      case "resume" -> visit.change("PUT", path, active(true), back, Notice.RESUMED);
      case "test" -> test(visit, path, back);
      case "rotate" -> rotate(visit, path, back);
      case "retry" ->
          visit.change(
              "POST",
              "/deliveries/retry",
              ConsoleApi.object().put("webhook_id", id),
              back,
              Notice.RETRIED);
      case "replay" -> replay(visit, path, back);
      case "shape" -> ShapePages.save(visit, id, back);
      case "try" -> ShapePages.attempt(visit, back);
      case "delete" -> visit.change("DELETE", path, null, PATH, Notice.DELETED);
      default -> null;
    };
  }

  /**
   * @return null for an action that has none
   */
  ConsoleAnswer preview(SignedInRequest visit, String id, String action) {
    return switch (action) {
      case "retry" -> retryPreview(visit, id);
      case "replay" -> replayPreview(visit, id);
      case "shape" -> ShapePages.form(visit, id, back(id));
      default -> null;
    };
  }

  private static ConsoleAnswer test(SignedInRequest visit, String path, String back) {
    ApiReply reply = visit.api().change("POST", path + "/test", null);
    return reply.isOk()
        ? visit.show(
            "tested.jte",
            "The subscriber answered",
            Map.of("answer", new Item(reply.body()), "back", back))
        : visit.refused(reply, back);
  }

  private static ConsoleAnswer rotate(SignedInRequest visit, String path, String back) {
    ApiReply reply = visit.api().change("POST", path + "/rotate_secret", null);
    return reply.isOk()
        ? SubscriptionPages.secret(visit, reply.item(), "The secret is new")
        : visit.refused(reply, back);
  }

  /** If there is more than one call queues, shows the preview of the rest. */
  private static ConsoleAnswer replay(SignedInRequest visit, String path, String back) {
    ObjectNode range = range(visit.request().form());
    ApiReply reply = visit.api().change("POST", path + "/replay", range);
    if (!reply.isOk()) {
      return visit.refused(reply, back);
    }
    String next = reply.meta().text("next");
    if (next.isEmpty()) {
      return visit.done(back, Notice.QUEUED);
    }
    Map<String, Object> rest = new LinkedHashMap<>();
    rest.put("event_id", next);
    rest.put("to", visit.request().form().get("to"));
    return visit.done(back + "/replay?" + ConsoleApi.query(rest), Notice.QUEUED_PART);
  }

  /** Counts the events that a replay would queue, and shows the first of them. */
  private static ConsoleAnswer replayPreview(SignedInRequest visit, String id) {
    Map<String, String> given = visit.request().query();
    ObjectNode dry = range(given).put("dry_run", true);
    String path = ConsoleApi.path("/webhooks/{}", id);
    ApiReply reply = visit.api().change("POST", path + "/replay", dry);
    if (!reply.isOk()) {
      return visit.refused(reply, back(id));
    }
    Map<String, String> fields = new LinkedHashMap<>(given);
    fields.keySet().retainAll(RANGE);
    return visit.show(
        "redeliver.jte",
        "Deliver again",
        Map.of(
            "meta", reply.meta(),
            "subscription", visit.api().get(path).item(),
            "fields", fields,
            "back", back(id)));
  }

  /** Counts the deliveries that a retry would queue. */
  private static ConsoleAnswer retryPreview(SignedInRequest visit, String id) {
    ObjectNode dry = ConsoleApi.object().put("webhook_id", id).put("dry_run", true);
    ApiReply reply = visit.api().change("POST", "/deliveries/retry", dry);
    String back = back(id);
    if (!reply.isOk()) {
      return visit.refused(reply, back);
    }
    return visit.show(
        "confirm.jte",
        "Retry what was given up",
        Map.of(
            "what", reply.meta().number("count") + " dead-lettered deliveries",
            "effect",
                "Bellhop delivers them again, each record's events in their order, with a new round"
                    + " of attempts.",
            "action", back + "/retry",
            "back", back,
            "fields", Map.of()));
  }

  private static ObjectNode range(Map<String, String> given) {
    ObjectNode range = ConsoleApi.object();
    ConsoleRequest.filled(given, RANGE).forEach(range::put);
    return range;
  }

  private static String back(String id) {
    return PATH + ConsoleApi.path("/{}", id);
  }

  private static ObjectNode active(boolean isActive) {
    return ConsoleApi.object().set("webhook", ConsoleApi.object().put("is_active", isActive));
  }
}
