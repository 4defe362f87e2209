package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.access.Caller;
import io.bellhop.access.Role;
import io.bellhop.account.Account;
import io.bellhop.account.AccountCheck;
import io.bellhop.account.AccountForm;
import io.bellhop.account.Accounts;
import io.bellhop.account.Credentials;
import io.bellhop.account.ProviderRules;
import io.bellhop.ingest.LastRefusal;
import io.bellhop.ingest.Refusals;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The integration accounts. {@link Accounts} reads them, since their rows are encrypted. */
final class AccountsResource {
  private static final String TYPE = AccountItem.TYPE;

  private final Accounts accounts;
  private final ProviderRules rules;
  private final Refusals refusals;
  private final Clock clock;
  private final Queries queries;
  private final RegistrationOperations register;
  private final SyncOperations syncs;
  private final PassthroughOperations passthrough;

  AccountsResource(AccountServices services, Queries queries, ObjectMapper mapper, Clock clock) {
    this.accounts = services.accounts();
    this.rules = services.rules();
    this.refusals = services.refusals();
    this.clock = clock;
    this.queries = queries;
    this.register = new RegistrationOperations(services.providers().registrar());
    this.syncs = new SyncOperations(services.providers().syncs());
    this.passthrough =
        new PassthroughOperations(services.providers().apis(), services.accounts(), mapper, clock);
  }

  List<ApiOperation> operations() {
    String one = "integration_accounts/{id}";
    return List.of(
        ApiOperation.pages("integration_accounts", this::list),
        ApiOperation.of("POST", "integration_accounts", this::create),
        ApiOperation.of("GET", one, this::one),
        ApiOperation.of("PUT", one, this::change),
        ApiOperation.delete("integration_accounts", accounts::delete),
        ApiOperation.of("POST", one + "/register", this::register).needs(Role.OPERATE),
        ApiOperation.of("DELETE", one + "/register", request -> register.remove(find(request))),
        ApiOperation.of("POST", one + "/check", this::check).needs(Role.OPERATE),
        ApiOperation.of("GET", one + "/sync", request -> syncs.state(find(request))),
        ApiOperation.of("POST", one + "/sync", request -> syncs.begin(request, find(request)))
            .needs(Role.OPERATE),
        ApiOperation.of(
                "POST", one + "/passthrough", request -> passthrough.call(request, find(request)))
            .notes(passthrough::note));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    ListPage page = ListPage.of(request.query());
    List<Account> all =
        accounts.all().stream().filter(a -> request.caller().sees(a.workspaceId())).toList();
    Map<UUID, Instant> registered = register.times(page.of(all));
    List<UUID> ids = page.of(all).stream().map(Account::id).toList();
    Map<UUID, LastRefusal> refused = refusals.last(ids);
    Map<String, String> webhooks = lastWebhooks(ids);
    return ApiAnswer.list(
        page.of(all).stream()
            .map(
                a ->
                    withLastWebhook(
                        item(a, registered.get(a.id()), refused.get(a.id()), request.caller()),
                        webhooks))
            .toList(),
        page.meta(all.size()));
  }

  private ApiAnswer one(ApiRequest request) throws Exception {
    Account account = find(request);
    return ApiAnswer.one(
        ApiAnswer.OK,
        withLastWebhook(item(account, request.caller()), lastWebhooks(List.of(account.id()))));
  }

  /**
   * Uses the data of the watch for inactive accounts, because the inbox has no index by account.
   */
  private Map<String, String> lastWebhooks(List<UUID> accounts) throws Exception {
    Map<String, String> times = new HashMap<>();
    if (!accounts.isEmpty()) {
      String ids = accounts.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
      queries
          .list(
              "select account_id, last_webhook_at from account_activity where account_id in ("
                  + ids
                  + ")",
              Map.of())
          .forEach(row -> times.put(row.text("account_id"), row.time("last_webhook_at")));
    }
    return times;
  }

  private static ObjectNode withLastWebhook(ObjectNode item, Map<String, String> times) {
    String at = times.get(item.path("id").asText());
    if (at != null) {
      item.withObject("attributes").put("last_webhook_at", at);
    }
    return item;
  }

  private ApiAnswer create(ApiRequest request) throws SQLException {
    Account wanted = new AccountForm(request.wrapped(TYPE), rules).create();
    return ApiAnswer.one(ApiAnswer.CREATED, item(accounts.create(wanted), request.caller()));
  }

  private ApiAnswer change(ApiRequest request) throws SQLException {
    Account stored = find(request);
    JsonNode given = request.wrapped(TYPE);
    // The first check runs without a lock, because checking a URL may look up a host name.
    form(given).change(stored, clock.instant());
    Account next =
        accounts
            .change(stored.id(), latest -> form(given).change(latest, clock.instant()))
            .orElseThrow(ApiError::notFound);
    return ApiAnswer.one(ApiAnswer.OK, item(next, request.caller()));
  }

  private AccountForm form(JsonNode given) {
    return new AccountForm(given, rules);
  }

  private ApiAnswer register(ApiRequest request) throws SQLException {
    Account account = find(request);
    request.mustHaveNoAttributes("register");
    return register.make(account);
  }

  /** Only the hub can read the credentials, so the hub itself makes the call. */
  private ApiAnswer check(ApiRequest request) {
    Account account = find(request);
    request.mustHaveNoAttributes("check");
    AccountCheck check = rules.check(account);
    return ApiAnswer.one(
        ApiAnswer.OK,
        ApiAnswer.item(
            account.id().toString(),
            "account_check",
            ApiAnswer.object().put("state", check.state().text()).put("detail", check.detail())));
  }

  private Account find(ApiRequest request) {
    return accounts.current(request.uuid()).orElseThrow(ApiError::notFound);
  }

  private ObjectNode item(Account account, Caller caller) throws SQLException {
    return item(
        account,
        register.times(List.of(account)).get(account.id()),
        refusals.last(List.of(account.id())).get(account.id()),
        caller);
  }

  private ObjectNode item(
      Account account, Instant registeredAt, LastRefusal refused, Caller caller) {
    String url = register.listenerUrl(account);
    // The listener URL is a secret: anyone who has it can post webhooks.
    String shown =
        caller.role().covers(Role.OPERATE) ? url : url.replaceFirst("[^/]*$", Credentials.MASK);
    return AccountItem.of(account, shown, registeredAt, refused, rules.notes(account));
  }
}
