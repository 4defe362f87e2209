package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inbox: the list of messages, and one message with its replay. */
final class InboxPages {
  private static final List<String> STATUSES =
      List.of("pending", "done", "ignored", "duplicate", "merged", "unchanged", "stale", "dead");

  static final List<String> FILTERS =
      List.of("status", "provider", "integration_account_id", "from", "to", "search", "error");

  private final ReplayPages replays = new ReplayPages();

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    if (request.segment(1).equals(ReplayPages.SEGMENT)) {
      return replays.answer(visit);
    }
    if (request.isPost()) {
      return request.segment(2).equals("replay") ? replay(visit) : null;
    }
    return switch (request.segments().size()) {
      case 1 -> list(visit);
      case 2 -> one(visit);
      default -> null;
    };
  }

  private static ConsoleAnswer list(SignedInRequest visit) {
    Map<String, Object> filters = new LinkedHashMap<>();
    FILTERS.forEach(name -> filters.put(name, visit.request().query().get(name)));
    Map<String, Object> query = Pager.query(visit.request());
    query.putAll(filters);
    AccountNames accounts = AccountNames.read(visit.api());
    ApiReply reply = visit.api().get("/inbox", query);
    return visit.show(
        "inbox.jte",
        "Inbox",
        Map.of(
            "messages", reply.items(),
            "filters", visit.request().query(),
            "asked", ConsoleApi.query(filters),
            "statuses", STATUSES,
            "accounts", accounts,
            "pager", Pager.of(visit.request(), "/inbox", reply.meta())));
  }

  private static ConsoleAnswer one(SignedInRequest visit) {
    String id = visit.request().segment(1);
    Item message = visit.api().get(ConsoleApi.path("/inbox/{}", id)).item();
    return visit.show(
        "message.jte",
        message.text("native_event") + " from " + message.text("provider"),
        Map.of("message", message, "accounts", AccountNames.read(visit.api())));
  }

  private static ConsoleAnswer replay(SignedInRequest visit) {
    String id = visit.request().segment(1);
    return visit.change(
        "POST",
        ConsoleApi.path("/inbox/{}/replay", id),
        null,
        ConsoleRequest.BASE + ConsoleApi.path("/inbox/{}", id),
        Notice.REPLAYED);
  }
}
