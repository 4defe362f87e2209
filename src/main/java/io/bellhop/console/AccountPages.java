package io.bellhop.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The integration accounts: how each stands, its listener URL, registration and sync. */
final class AccountPages {
  private static final String PATH = ConsoleRequest.BASE + "/accounts";
  private static final String API = "/integration_accounts";
  private static final String NEW = "new";

  ConsoleAnswer answer(Visit visit) {
    ConsoleRequest request = visit.request();
    String first = request.segment(1);
    if (request.isPost()) {
      return first.equals(NEW) ? create(visit) : act(visit, first, request.segment(2));
    }
    return switch (request.segments().size()) {
      case 1 -> list(visit);
      case 2 -> first.equals(NEW) ? form(visit, 200, "") : one(visit, first);
      default -> null;
    };
  }

  private static ConsoleAnswer list(Visit visit) {
    ApiReply reply = visit.api().get(API, Pager.query(visit.request()));
    return visit.show(
        "accounts.jte",
        "Accounts",
        Map.of(
            "accounts", reply.items(),
            "pager", Pager.of(visit.request(), "/accounts", reply.meta())));
  }

  private static ConsoleAnswer one(Visit visit, String id) {
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

  private static ConsoleAnswer form(Visit visit, int status, String fault) {
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
            .orElse(new Item(JsonNodeFactory.instance.objectNode()));
    return visit.show(
        status,
        "newAccount.jte",
        "New account",
        fault,
        Map.of("providers", providers, "provider", provider, "given", request.form()));
  }

  private static ConsoleAnswer create(Visit visit) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
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
    ObjectNode body = JsonNodeFactory.instance.objectNode().set("integration_account", fields);
    ApiReply reply = visit.api().change("POST", API, body);
    return reply.isOk()
        ? visit.done(PATH + ConsoleApi.path("/{}", reply.item().id()), Notices.CREATED)
        : form(visit, reply.status(), reply.fault());
  }

  private static ConsoleAnswer act(Visit visit, String id, String action) {
    String back = PATH + ConsoleApi.path("/{}", id);
    String path = ConsoleApi.path(API + "/{}", id);
    return switch (action) {
      case "register" -> register(visit, path, back);
      case "unregister" ->
          visit.change("DELETE", path + "/register", null, back, Notices.UNREGISTERED);
      case "sync" -> visit.change("POST", path + "/sync", full(false), back, Notices.SYNCING);
      case "full-sync" -> visit.change("POST", path + "/sync", full(true), back, Notices.SYNCING);
      case "pause" -> visit.change("PUT", path, active(false), back, Notices.PAUSED);
      case "resume" -> visit.change("PUT", path, active(true), back, Notices.RESUMED);
      default -> null;
    };
  }

  /** Where a provider has no API for webhooks, the API answers with the steps for a person. */
  private static ConsoleAnswer register(Visit visit, String path, String back) {
    ApiReply reply = visit.api().change("POST", path + "/register", null);
    Item errors = new Item(reply.body().path("errors"));
    if (!errors.texts("details/steps").isEmpty()) {
      Map<String, Object> parts = new LinkedHashMap<>();
      parts.put("steps", errors.texts("details/steps"));
      parts.put("urls", errors.texts("details/listener_url"));
      parts.put("back", back);
      return visit.show("steps.jte", "Set up the webhook by hand", parts);
    }
    return reply.isOk()
        ? visit.done(back, Notices.REGISTERED)
        : visit.refused(reply.status(), back, reply.fault());
  }

  private static ObjectNode full(boolean isFull) {
    return JsonNodeFactory.instance.objectNode().put("full", isFull);
  }

  private static ObjectNode active(boolean isActive) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("integration_account").put("is_active", isActive);
    return body;
  }
}
