package io.bellhop.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** The first page: the state of the hub. */
final class OverviewPage {
  ConsoleAnswer answer(SignedInRequest visit) {
    if (visit.request().isPost()) {
      return null;
    }
    ConsoleApi api = visit.api();
    AccountNames accounts = AccountNames.read(api);
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("pending", total(api, "/inbox", "pending"));
    parts.put("dead", total(api, "/inbox", "dead"));
    parts.put("waiting", total(api, "/deliveries", "pending"));
    parts.put("undelivered", total(api, "/deliveries", "dead"));
    parts.put("accounts", accounts);
    Item overview = api.get("/overview").item();
    parts.put("overview", overview);
    parts.put("chart", RateChart.of(overview.list("rates/history")));
    parts.put("latest", api.get("/inbox", Map.of("pagination[limit]", 8)).items());
    return visit.show("overview.jte", "Overview", parts);
  }

  private static long total(ConsoleApi api, String list, String status) {
    return api.total(list, Map.of("status", status));
  }
}
