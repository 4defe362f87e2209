package io.bellhop.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Replays of all messages that match a filter: a count first, then a progress bar. */
final class ReplayPages {
  static final String SEGMENT = "replays";
  private static final String PATH = ConsoleRequest.BASE + "/inbox/" + SEGMENT;
  private static final String API = "/inbox_replays";
  private static final String NEW = "new";

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    String id = request.segment(2);
    if (request.isPost()) {
      return id.equals(NEW)
          ? begin(visit)
          : request.segment(3).equals("cancel") ? cancel(visit, id) : null;
    }
    return switch (request.segments().size()) {
      case 2 -> visit.list(API, "/inbox/" + SEGMENT, "Replays", "replays");
      case 3 -> id.equals(NEW) ? preview(visit) : one(visit, id);
      default -> null;
    };
  }

  private static ConsoleAnswer one(SignedInRequest visit, String id) {
    Item replay = visit.api().get(ConsoleApi.path(API + "/{}", id)).item();
    return visit.show("replay.jte", "Replay of many messages", Map.of("replay", replay));
  }

  /** Counts the messages that a replay would process. */
  private static ConsoleAnswer preview(SignedInRequest visit) {
    Map<String, String> filters = filters(visit.request().query());
    ObjectNode body = body(filters).put("dry_run", true);
    ApiReply reply = visit.api().change("POST", API, body);
    String back = ConsoleRequest.BASE + "/inbox?" + ConsoleApi.query(filters);
    if (!reply.isOk()) {
      return visit.refused(reply, back);
    }
    return visit.show(
        "newReplay.jte",
        "Replay all that match",
        Map.of(
            "count", reply.meta().number("count"),
            "filters", filters,
            "back", back));
  }

  private static ConsoleAnswer begin(SignedInRequest visit) {
    Map<String, String> form = visit.request().form();
    Map<String, String> filters = filters(form);
    ObjectNode body = body(filters);
    String rate = form.getOrDefault("rate", "");
    if (rate.matches("[0-9]{1,9}")) {
      body.put("rate", Integer.parseInt(rate));
    } else {
      body.put("rate", rate);
    }
    ApiReply reply = visit.api().change("POST", API, body);
    return reply.isOk()
        ? visit.done(PATH + ConsoleApi.path("/{}", reply.item().id()), Notice.REPLAYING)
        : visit.refused(reply, PATH + "/" + NEW + "?" + ConsoleApi.query(filters));
  }

  private static ConsoleAnswer cancel(SignedInRequest visit, String id) {
    return visit.change(
        "POST",
        ConsoleApi.path(API + "/{}/cancel", id),
        null,
        PATH + ConsoleApi.path("/{}", id),
        Notice.CANCELLED);
  }

  /** Reads the filters of the inbox from a query or a form. */
  private static Map<String, String> filters(Map<String, String> fields) {
    return ConsoleRequest.filled(fields, InboxPages.FILTERS);
  }

  private static ObjectNode body(Map<String, String> filters) {
    ObjectNode body = ConsoleApi.object();
    ObjectNode filter = body.putObject("filter");
    filters.forEach(filter::put);
    return body;
  }
}
