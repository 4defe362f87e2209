package io.bellhop.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Failed messages, grouped by cause. */
final class FailurePages {
  /** As many as the API returns at once: the causes of the latest failures matter most. */
  private static final int MOST = 100;

  /**
   * Messages that failed for one reason.
   *
   * @param ids the messages, the latest first
   */
  record Cause(String provider, String error, List<String> ids, String last) {
    /** The filter of the inbox that finds all of them, even older ones. */
    String query() {
      Map<String, String> filters = new LinkedHashMap<>();
      filters.put("status", "dead");
      filters.put("provider", provider);
      filters.put("error", error);
      return ConsoleApi.query(filters);
    }

    String advice() {
      return Advice.of(error);
    }
  }

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    if (request.segments().size() > 1 || request.isPost()) {
      return null;
    }
    ConsoleApi api = visit.api();
    ApiReply dead = api.get("/inbox", Map.of("status", "dead", "pagination[limit]", MOST));
    AccountNames accounts = AccountNames.read(api);
    List<Item> needy = new ArrayList<>();
    accounts
        .all()
        .forEach(
            account -> {
              if (account.has("revoked_at")
                  || account.has("last_refusal")
                  || account.has("notes")) {
                needy.add(account);
              }
            });
    return visit.show(
        "failures.jte",
        "Failures",
        Map.of(
            "causes", causes(dead.items()),
            "total", dead.meta().number("total"),
            "accounts", needy,
            "subscriptions", failing(api)));
  }

  private static List<Cause> causes(List<Item> messages) {
    Map<List<String>, Cause> causes = new LinkedHashMap<>();
    for (Item message : messages) {
      String error = general(message.text("error"));
      causes
          .computeIfAbsent(
              List.of(message.text("provider"), error),
              key ->
                  new Cause(
                      message.text("provider"),
                      error,
                      new ArrayList<>(),
                      message.text("received_at")))
          .ids()
          .add(message.id());
    }
    return List.copyOf(causes.values());
  }

  /** The common part of the errors of one cause, without ids and numbers. */
  private static String general(String error) {
    return error
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…")
        .replaceAll("\\b[0-9]{4,}\\b", "…")
        .strip();
  }

  private static List<SubscriptionPages.Health> failing(ConsoleApi api) {
    Map<String, Integer> all = Map.of("pagination[limit]", 100);
    return SubscriptionPages.healths(api, api.get("/webhooks", all).items(), all).stream()
        .filter(one -> one.dead() > 0 || one.state().equals("failing"))
        .toList();
  }
}
