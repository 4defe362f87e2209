package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.ingest.Listeners;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The integration accounts. Their rows are encrypted, so they are read by {@link Accounts}. */
final class AccountsResource implements Resource {
  private static final String TYPE = "integration_account";

  private final Accounts accounts;
  private final Listeners listeners;
  private final SyncResource syncs;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final Supplier<String> publicUrl;
  private final ReentrantLock changing = new ReentrantLock();

  AccountsResource(
      Accounts accounts,
      Listeners listeners,
      SyncResource syncs,
      ObjectMapper mapper,
      Clock clock,
      Supplier<String> publicUrl) {
    this.accounts = accounts;
    this.listeners = listeners;
    this.syncs = syncs;
    this.mapper = mapper;
    this.clock = clock;
    this.publicUrl = publicUrl;
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
      throw notYet(
          request,
          "This version does not make the webhook at the provider: set it up there with the"
              + " account's listener_url and the credentials under webhook");
    }
    if (request.isAction("sync")) {
      return syncs.answer(request);
    }
    throw ApiError.notFound();
  }

  private ApiAnswer list(Page page) {
    List<Account> all = List.copyOf(accounts.all());
    return ApiAnswer.list(page.of(all).stream().map(this::item).toList(), page.meta(all.size()));
  }

  private ApiAnswer create(JsonNode given) throws SQLException {
    Account wanted = readable(new AccountForm(given, listeners.providers()).create(), listeners);
    return ApiAnswer.one(ApiAnswer.CREATED, item(accounts.create(wanted)));
  }

  private ApiAnswer change(UUID id, JsonNode given) throws SQLException {
    // Two changes at once would each write back the other's old half.
    changing.lock();
    try {
      accounts.read();
      Account next =
          readable(
              new AccountForm(given, listeners.providers()).change(find(id), clock.instant()),
              listeners);
      return ApiAnswer.one(ApiAnswer.OK, item(accounts.update(next)));
    } finally {
      changing.unlock();
    }
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

  private ObjectNode item(Account account) {
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
    attributes.put(
        "listener_url",
        publicUrl.get() + "/hooks/" + account.provider() + "/" + account.listenerToken());
    attributes.put("created_at", Row.time(account.createdAt()));
    attributes.put("updated_at", Row.time(account.updatedAt()));
    if (account.revoked()) {
      attributes.put("revoked_at", Row.time(account.revokedAt()));
    }
    return ApiAnswer.item(account.id().toString(), TYPE, attributes);
  }
}
