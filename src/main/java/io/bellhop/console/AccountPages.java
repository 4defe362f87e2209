package io.bellhop.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The integration accounts: the state of each, its listener URL, registration and sync. */
final class AccountPages {
  private static final String PATH = ConsoleRequest.BASE + "/accounts";
  private static final String API = "/integration_accounts";
  private static final String NEW = "new";

  ConsoleAnswer answer(SignedInRequest visit) {
    ConsoleRequest request = visit.request();
    String first = request.segment(1);
    if (request.isPost()) {
      return first.equals(NEW) ? create(visit) : act(visit, first, request.segment(2));
    }
    return switch (request.segments().size()) {
      case 1 -> visit.list(API, "/accounts", "Accounts", "accounts");
      case 2 -> first.equals(NEW) ? form(visit, 200, "") : one(visit, first);
      default -> null;
    };
  }

  private static ConsoleAnswer one(SignedInRequest visit, String id) {
    Item account = visit.api().get(ConsoleApi.path(API + "/{}", id)).item();
    Item sync = visit.api().get(ConsoleApi.path(API + "/{}/sync", id)).item();
    List<Item> latest =
        visit
            .api()
            .get("/inbox", Map.of("integration_account_id", id, "pagination[limit]", 5))
            .items();
    return visit.show(
        "account.jte",
        account.text("name"),
        Map.of(
            "account", account,
            "sync", sync,
            "latest", latest,
            "accounts", new AccountNames(Map.of(id, account))));
  }

  private static ConsoleAnswer form(SignedInRequest visit, int status, String fault) {
    ConsoleRequest request = visit.request();
    String wanted =
        request.isPost()
            ? request.form().getOrDefault("provider", "")
            : request.query().getOrDefault("provider", "");
    List<Item> providers = visit.api().get("/providers").items();
    Item provider =
        providers.stream()
            .filter(one -> one.id().equals(wanted))
            .findFirst()
            .orElse(new Item(ConsoleApi.object()));
    return visit.show(
        status,
        "newAccount.jte",
        "New account",
        fault,
        Map.of("providers", providers, "provider", provider, "given", request.form()));
  }

  private static ConsoleAnswer create(SignedInRequest visit) {
    ObjectNode fields = ConsoleApi.object();
    visit
        .request()
        .form()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty() && !name.equals("csrf")) {
                String[] path = name.split("\\.", 2);
                ObjectNode place = path.length == 2 ? fields.withObject("/" + path[0]) : fields;
                place.put(path[path.length - 1], value);
              }
            });
    ObjectNode body = ConsoleApi.object().set("integration_account", fields);
    ApiReply reply = visit.api().change("POST", API, body);
    return reply.isOk()
        ? visit.done(PATH + ConsoleApi.path("/{}", reply.item().id()), Notice.CREATED)
        : form(visit, reply.status(), reply.fault());
  }

  private static ConsoleAnswer act(SignedInRequest visit, String id, String action) {
    String back = PATH + ConsoleApi.path("/{}", id);
    String path = ConsoleApi.path(API + "/{}", id);
    return switch (action) {
      case "register" -> register(visit, path, back);
      case "unregister" ->
          visit.change("DELETE", path + "/register", null, back, Notice.UNREGISTERED);
      case "sync" -> visit.change("POST", path + "/sync", full(false), back, Notice.SYNCING);
      case "full-sync" -> visit.change("POST", path + "/sync", full(true), back, Notice.SYNCING);
      case "pause" -> visit.change("PUT", path, active(false), back, Notice.PAUSED);
      case "resume" -> visit.change("PUT", path, active(true), back, Notice.RESUMED);
      default -> null;
    };
  }

  /** For a provider without an API for webhooks, the API answers with the manual steps. */
  private static ConsoleAnswer register(SignedInRequest visit, String path, String back) {
    ApiReply reply = visit.api().change("POST", path + "/register", null);
    Item errors = new Item(reply.body().path("errors"));
    if (!errors.texts("details/steps").isEmpty()) {
      return visit.show(
          "steps.jte",
          "Set up the webhook by hand",
          Map.of(
              "steps", errors.texts("details/steps"),
              "urls", errors.texts("details/listener_url"),
              "back", back));
    }
    return reply.isOk() ? visit.done(back, Notice.REGISTERED) : visit.refused(reply, back);
  }

  private static ObjectNode full(boolean isFull) {
    return ConsoleApi.object().put("full", isFull);
  }

  private static ObjectNode active(boolean isActive) {
    ObjectNode body = ConsoleApi.object();
    body.putObject("integration_account").put("is_active", isActive);
    return body;
  }
}
