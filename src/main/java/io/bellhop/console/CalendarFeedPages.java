package io.bellhop.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Calendars under secret URLs: creates them, changes their URLs, and deletes them. */
final class CalendarFeedPages {
  static final String SEGMENT = "feeds";
  private static final String PATH = ConsoleRequest.BASE + "/records/" + SEGMENT;
  private static final String API = "/calendar_feeds";
  private static final List<String> FIELDS =
      List.of("integration_account_id", "property_id", "unit_id", "name");

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    int segments = request.segments().size();
    if (!request.isPost()) {
      return segments == 2 ? list(visit, 200, "") : null;
    }
    if (segments == 2) {
      return create(visit);
    }
    String feed = ConsoleApi.path(API + "/{}", request.segment(2));
    return switch (request.segment(3)) {
      case "rotate" -> shown(visit, visit.api().change("POST", feed + "/rotate", null));
      case "delete" -> visit.change("DELETE", feed, null, PATH, Notice.DELETED);
      default -> null;
    };
  }

  private static ConsoleAnswer list(SignedInRequest visit, int status, String fault) {
    ApiReply reply = visit.api().get(API, Pager.query(visit.request()));
    return visit.show(
        status,
        "feeds.jte",
        "Calendars",
        fault,
        Map.of(
            "feeds", reply.items(),
            "given", visit.request().form(),
            "accounts", AccountNames.read(visit.api()),
            "pager", Pager.of(visit.request(), "/records/" + SEGMENT, reply.meta())));
  }

  private static ConsoleAnswer create(SignedInRequest visit) {
    Map<String, String> form = visit.request().form();
    ObjectNode body = ConsoleApi.object();
    ObjectNode feed = body.putObject("calendar_feed");
    ConsoleRequest.filled(form, FIELDS).forEach(feed::put);
    feed.put("guest_names", form.containsKey("guest_names"));
    ApiReply reply = visit.api().change("POST", API, body);
    return reply.isOk() ? shown(visit, reply) : list(visit, reply.status(), reply.fault());
  }

  /** Only this answer has the URL, and so only this page shows it. */
  private static ConsoleAnswer shown(SignedInRequest visit, ApiReply reply) {
    return reply.isOk()
        ? visit.show(
            "feedUrl.jte", "The calendar's URL", Map.of("feed", reply.item(), "back", PATH))
        : visit.refused(reply, PATH);
  }
}
