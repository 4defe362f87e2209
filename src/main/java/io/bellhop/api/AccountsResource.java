package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.ingest.LastRefusal;
import io.bellhop.ingest.Listeners;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The integration accounts. Their rows are encrypted, so they are read by {@link Accounts}. */
final class AccountsResource implements Resource {
  private static final String TYPE = "integration_account";

  private final Accounts accounts;
  private final Listeners listeners;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final RegisterCalls register;
  private final SyncCalls syncs;

  AccountsResource(
      Accounts accounts,
      Listeners listeners,
      ObjectMapper mapper,
      Clock clock,
      RegisterCalls register,
      SyncCalls syncs) {
    this.accounts = accounts;
    this.listeners = listeners;
    this.mapper = mapper;
    this.clock = clock;
    this.register = register;
    this.syncs = syncs;
  }

  @Override
  public ApiAnswer answer(ApiRequest request) throws SQLException {
    if (request.isCollection()) {
      return switch (request.method()) {
        case "GET" -> list(Page.of(request.query()));
        case "POST" -> create(request.wrapped(mapper, TYPE));
        default -> throw ApiError.methodNotAllowed("GET, POST");
      };
    }
    if (request.isItem()) {
      return switch (request.method()) {
        case "GET" -> ApiAnswer.one(ApiAnswer.OK, item(find(request.uuid())));
        case "PUT" -> change(request.uuid(), request.wrapped(mapper, TYPE));
        case "DELETE" -> delete(request.uuid());
        default -> throw ApiError.methodNotAllowed("GET, PUT, DELETE");
      };
    }
    if (request.isAction("register")) {
      accounts.read(); // what another node stored may be what the provider is to be told
      return register.answer(request, find(request.uuid()));
    }
    if (request.isAction("sync")) {
      return syncs.answer(request, find(request.uuid()));
    }
    throw ApiError.notFound();
  }

  private ApiAnswer list(Page page) throws SQLException {
    List<Account> all = List.copyOf(accounts.all());
    Map<UUID, Instant> registered = register.times(page.of(all));
    Map<UUID, LastRefusal> refused =
        listeners.refusals().last(page.of(all).stream().map(Account::id).toList());
    return ApiAnswer.list(
        page.of(all).stream()
            .map(a -> item(a, registered.get(a.id()), refused.get(a.id())))
            .toList(),
        page.meta(all.size()));
  }

  private ApiAnswer create(JsonNode given) throws SQLException {
    Account wanted = readable(new AccountForm(given, listeners.providers()).create(), listeners);
    return ApiAnswer.one(ApiAnswer.CREATED, item(accounts.create(wanted)));
  }

  private ApiAnswer change(UUID id, JsonNode given) throws SQLException {
    Account next =
        accounts
            .change(
                id,
                stored ->
                    readable(
                        new AccountForm(given, listeners.providers())
                            .change(stored, clock.instant()),
                        listeners))
            .orElseThrow(ApiError::notFound);
    return ApiAnswer.one(ApiAnswer.OK, item(next));
  }

  /** What the provider's proof does not read would only look like one. */
  static Account readable(Account account, Listeners listeners) {
    Set<String> read = new TreeSet<>(listeners.proofFields(account.provider()));
    if (!read.containsAll(account.webhook().keySet())) {
      throw ApiError.invalid(
          "webhook",
          read.isEmpty()
              ? "must be left out: this provider is known by its listener URL alone"
              : "may have " + String.join(", ", read) + " for this provider, and nothing else");
    }
    return account;
  }

  private ApiAnswer delete(UUID id) throws SQLException {
    if (!accounts.delete(id)) {
      throw ApiError.notFound();
    }
    return ApiAnswer.deleted();
  }

  private ApiError notYet(ApiRequest request, String text) {
    request.only("POST");
    find(request.uuid());
    return ApiError.notSupported(text);
  }

  private Account find(UUID id) {
    return accounts.find(id).orElseThrow(ApiError::notFound);
  }

  private ObjectNode item(Account account) throws SQLException {
    return item(
        account,
        register.times(List.of(account)).get(account.id()),
        listeners.refusals().last(List.of(account.id())).get(account.id()));
  }

  private ObjectNode item(Account account, Instant registeredAt, LastRefusal refused) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("provider", account.provider());
    attributes.put("name", account.name());
    attributes.put("workspace_id", account.workspaceId());
    attributes.put("external_id", account.externalId());
    ObjectNode api = attributes.putObject("api");
    Credentials.masked(account.api()).forEach(api::put);
    ObjectNode webhook = attributes.putObject("webhook");
    Credentials.masked(account.webhook()).forEach(webhook::put);
    attributes.put("is_active", account.active());
    attributes.put("listener_url", register.listenerUrl(account));
    attributes.put("created_at", Row.time(account.createdAt()));
    attributes.put("updated_at", Row.time(account.updatedAt()));
    if (registeredAt != null) {
      attributes.put("registered_at", Row.time(registeredAt));
    }
    if (account.revoked()) {
      attributes.put("revoked_at", Row.time(account.revokedAt()));
    }
    if (refused != null) {
      attributes
          .putObject("last_refusal")
          .put("reason", refused.reason())
          .put("at", Row.time(refused.at()));
    }
    return ApiAnswer.item(account.id().toString(), TYPE, attributes);
  }
}
