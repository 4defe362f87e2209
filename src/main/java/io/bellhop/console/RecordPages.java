package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records as they are now. */
final class RecordPages {
  private static final String FIRST = "reservation";
  private static final List<String> TYPES =
      List.of(
          FIRST, "block", "guest", "property", "conversation", "review", "channel", "availability");

  ConsoleAnswer answer(Visit visit) {
    if (visit.request().isPost()) {
      return null;
    }
    return switch (visit.request().segments().size()) {
      case 1, 2 -> list(visit);
      case 3 -> one(visit);
      default -> null;
    };
  }

  private static ConsoleAnswer list(Visit visit) {
    ConsoleRequest request = visit.request();
    Map<String, String> filters = request.query();
    String type = filters.getOrDefault("type", FIRST);
    String id = filters.getOrDefault("id", "");
    if (!id.isEmpty()) {
      return ConsoleAnswer.seeOther(
          ConsoleRequest.BASE + ConsoleApi.path("/records/{}/{}", type, id));
    }
    Map<String, Object> query = Pager.query(request);
    query.put("integration_account_id", filters.get("integration_account_id"));
    query.put("property_id", filters.get("property_id"));
    ApiReply reply = visit.api().get(ConsoleApi.path("/records/{}", type), query);
    return visit.show(
        "records.jte",
        "Records",
        Map.of(
            "records",
            reply.items(),
            "type",
            type,
            "types",
            TYPES,
            "filters",
            filters,
            "accounts",
            AccountNames.read(visit.api()),
            "pager",
            Pager.of(request, "/records", reply.meta())));
  }

  private static ConsoleAnswer one(Visit visit) {
    String type = visit.request().segment(1);
    String id = visit.request().segment(2);
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("integration_account_id", visit.request().query().get("integration_account_id"));
    ApiReply reply = visit.api().look(ConsoleApi.path("/records/{}/{}", type, id), query);
    if (reply.status() == 404) {
      return visit.refused(
          404,
          ConsoleRequest.BASE + "/records?type=" + ConsoleApi.encode(type),
          "No record has this id: it was never seen, or the provider has deleted it.");
    }
    if (!reply.isOk()) {
      throw new ApiFailure(reply);
    }
    return visit.show(
        "record.jte",
        type + " " + id,
        Map.of("record", reply.item(), "type", type, "accounts", AccountNames.read(visit.api())));
  }
}
