package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first page: how the hub stands. */
final class OverviewPage {
  ConsoleAnswer answer(Visit visit) {
    if (visit.request().isPost()) {
      return null;
    }
    ConsoleApi api = visit.api();
    AccountNames accounts = AccountNames.read(api);
    List<Item> subscriptions = api.get("/webhooks", Map.of("pagination[limit]", 100)).items();
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("pending", total(api, "/inbox", "pending"));
    parts.put("dead", total(api, "/inbox", "dead"));
    parts.put("waiting", total(api, "/deliveries", "pending"));
    parts.put("undelivered", total(api, "/deliveries", "dead"));
    parts.put("accounts", accounts);
    parts.put("subscriptions", subscriptions);
    parts.put("latest", api.get("/inbox", Map.of("pagination[limit]", 8)).items());
    return visit.show("overview.jte", "Overview", parts);
  }

  private static long total(ConsoleApi api, String list, String status) {
    return api.get(list, Map.of("status", status, "pagination[limit]", 1)).meta().number("total");
  }
}
