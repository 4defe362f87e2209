package io.bellhop.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The filter and the transform of a subscription: tries them on a past event, and saves them. */
final class ShapePages {
  private static final String TRANSFORM = "transform";
  private static final List<String> EXPRESSIONS = List.of("filter", TRANSFORM);
  private static final String EVENT = "event_id";
  private static final String READY = "ready";

  /** A name that is not an expression. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z.-]+/[a-zA-Z]+");

  private ShapePages() {}

  /** Adds a form's fields to those of a subscription; empty ones become null. */
  static void add(ObjectNode fields, Map<String, String> given) {
    for (String name : EXPRESSIONS) {
      String text = given.getOrDefault(name, "");
      fields.put(name, text.isBlank() ? null : text);
    }
    String ready = given.getOrDefault(READY, "");
    if (!ready.isBlank()) {
      fields.put(TRANSFORM, ready);
    }
  }

  /**
   * @param url the page of the subscription
   */
  static ConsoleAnswer form(SignedInRequest visit, String id, String url) {
    Item stored = visit.api().get(ConsoleApi.path("/webhooks/{}", id)).item();
    Map<String, String> given = new LinkedHashMap<>();
    EXPRESSIONS.forEach(name -> given.put(name, stored.text(name)));
    if (NAME.matcher(given.get(TRANSFORM)).matches()) {
      given.put(READY, given.put(TRANSFORM, ""));
    }
    given.put(EVENT, visit.request().query().getOrDefault(EVENT, ""));
    return show(visit, 200, "", url, given, null);
  }

  static ConsoleAnswer save(SignedInRequest visit, String id, String url) {
    Map<String, String> given = visit.request().form();
    ObjectNode fields = ConsoleApi.object();
    add(fields, given);
    ObjectNode body = ConsoleApi.object().set("webhook", fields);
    ApiReply reply = visit.api().change("PUT", ConsoleApi.path("/webhooks/{}", id), body);
    return reply.isOk()
        ? visit.done(url, Notice.SHAPED)
        : show(visit, reply.status(), reply.fault(), url, given, null);
  }

  /** Tries the expressions of the form, and shows the form again with the result. */
  static ConsoleAnswer attempt(SignedInRequest visit, String url) {
    Map<String, String> given = new LinkedHashMap<>(visit.request().form());
    if (given.getOrDefault(EVENT, "").isEmpty()) {
      List<Item> newest = visit.api().get("/events", Map.of("order", "newest", "limit", 1)).items();
      newest.forEach(event -> given.put(EVENT, event.id()));
    }
    ObjectNode body = ConsoleApi.object().put(EVENT, given.get(EVENT));
    add(body, given);
    ApiReply reply = visit.api().change("POST", "/webhooks/try", body);
    return reply.isOk()
        ? show(visit, 200, "", url, given, new Item(reply.body()))
        : show(visit, reply.status(), reply.fault(), url, given, null);
  }

  private static ConsoleAnswer show(
      SignedInRequest visit,
      int status,
      String fault,
      String url,
      Map<String, String> given,
      Item trial) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("url", url);
    parts.put("given", given);
    parts.put("trial", trial);
    parts.put("body", trial == null ? "" : trial.json().path("body").toPrettyString());
    return visit.show(status, "shape.jte", "Filter and transform", fault, parts);
  }
}
