package io.bellhop.console;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The present records: the search, and one record with its history. */
final class RecordPages {
  private static final String FIRST = "reservation";
  private static final List<String> TYPES =
      List.of(
          FIRST, "block", "guest", "property", "conversation", "review", "channel", "availability");

  private static final List<String> FILTERS =
      List.of(
          "record_id",
          "confirmation_code",
          "guest",
          "guest_email",
          "property_id",
          "arrival_from",
          "arrival_to",
          "departure_from",
          "departure_to",
          "integration_account_id");

  private final ErasurePages erasures = new ErasurePages();
  private final CalendarFeedPages feeds = new CalendarFeedPages();

  ConsoleAnswer answer(SignedInRequest visit) {
    if (visit.request().segment(1).equals(ErasurePages.SEGMENT)) {
      return erasures.answer(visit);
    }
    if (visit.request().segment(1).equals(CalendarFeedPages.SEGMENT)) {
      return feeds.answer(visit);
    }
    if (visit.request().isPost()) {
      return null;
    }
    return switch (visit.request().segments().size()) {
      case 1, 2 -> list(visit);
      case 3 -> one(visit);
      default -> null;
    };
  }

  private static ConsoleAnswer list(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    Map<String, String> filters = request.query();
    String type = filters.getOrDefault("type", FIRST);
    Map<String, Object> query = Pager.query(request);
    FILTERS.forEach(name -> query.put(name, filters.get(name)));
    ApiReply reply = visit.api().look(ConsoleApi.path("/records/{}", type), query);
    if (reply.status() != 422 && !reply.isOk()) {
      throw new ApiFailure(reply);
    }
    List<Item> records = reply.items();
    if (filters.containsKey("record_id") && records.size() == 1) {
      return ConsoleAnswer.seeOther(url(type, records.get(0)));
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("records", records);
    parts.put("type", type);
    parts.put("types", TYPES);
    parts.put("filters", filters);
    parts.put("isSearch", FILTERS.stream().anyMatch(filters::containsKey));
    parts.put("accounts", AccountNames.read(visit.api()));
    parts.put("pager", Pager.of(request, "/records", reply.meta()));
    String fault = reply.isOk() ? "" : reply.fault();
    return visit.show(reply.status(), "records.jte", "Records", fault, parts);
  }

  static String url(String type, Item record) {
    return ConsoleRequest.BASE
        + ConsoleApi.path("/records/{}/{}?integration_account_id=", type, record.id())
        + ConsoleApi.encode(record.text("integration_account_id"));
  }

  private static ConsoleAnswer one(SignedInRequest visit) {
    String type = visit.request().segment(1);
    String id = visit.request().segment(2);
    String account = visit.request().query().get("integration_account_id");
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("integration_account_id", account);
    ApiReply reply = visit.api().look(ConsoleApi.path("/records/{}/{}", type, id), query);
    if (!reply.isOk() && reply.status() != 404) {
      throw new ApiFailure(reply);
    }
    Item record = reply.isOk() ? reply.item() : new Item(MissingNode.getInstance());
    String owner = reply.isOk() ? record.text("integration_account_id") : account;
    List<Item> history = new RecordHistory(visit.api(), type, id, owner).latest();
    if (!reply.isOk() && history.isEmpty()) {
      return visit.refused(
          404,
          ConsoleRequest.BASE + "/records?type=" + ConsoleApi.encode(type),
          "No record has this id: it was never seen, or the provider has deleted it.");
    }
    return visit.show(
        "record.jte",
        type + " " + id,
        Map.of(
            "record", record,
            "type", type,
            "history", history,
            "accounts", AccountNames.read(visit.api())));
  }
}
