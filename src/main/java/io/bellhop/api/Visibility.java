package io.bellhop.api;

import io.bellhop.access.Caller;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.inbox.Inbox;
import io.bellhop.inbox.NewMessage;
import io.bellhop.subscription.Subscription;
import io.bellhop.subscription.Subscriptions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides what a key of one workspace sees; no other class does. It checks a call with an id in its
 * path before the resource handles it; a list adds the condition of its {@link Scope}. A key of a
 * workspace sees only what this class names.
 */
final class Visibility {
  /** Decides which rows of a table belong to a workspace. */
  enum Scope {
    OF_ACCOUNT("account_id in (select id from integration_account where workspace_id = :?ws)"),
    OF_SUBSCRIPTION("d.subscription_id in (select id from subscription where workspace_id = :?ws)"),
    OWN("workspace_id = :?ws"),
    /** Rows of the whole hub. */
    HUB("cast(:?ws as varchar) is null");

    private final String condition;

    Scope(String condition) {
      this.condition = condition;
    }

    /** Adds the condition, unless the caller sees all workspaces. */
    QueryFilter narrow(QueryFilter filter, Caller caller) {
      return filter.and(condition, WORKSPACE, caller.workspace());
    }
  }

  /** The parameter of all these conditions. */
  static final String WORKSPACE = "ws";

  /** Tables whose rows contain the workspace. */
  private static final Set<String> OWNED =
      Set.of("api_key", "connect_link", "erasure", "inbox_replay");

  private final Accounts accounts;
  private final Subscriptions subscriptions;
  private final Inbox inbox;
  private final Queries queries;
  private final DeliveryRows deliveries;

  Visibility(Accounts accounts, Subscriptions subscriptions, Inbox inbox, Queries queries) {
    this.accounts = accounts;
    this.subscriptions = subscriptions;
    this.inbox = inbox;
    this.queries = queries;
    this.deliveries = new DeliveryRows(queries);
  }

  /**
   * @throws ApiError 404 for an id of another workspace, as for an unknown one; 403 for objects of
   *     the whole hub
   */
  void check(ApiRequest request) throws Exception {
    Caller caller = request.caller();
    if (caller.seesAll()) {
      return;
    }
    boolean hasId = request.segments().size() > 1;
    boolean isSeen =
        switch (request.segments().get(0)) {
          case "integration_accounts" -> !hasId || seesAccount(caller, request.uuid());
          case "webhooks" ->
              !hasId
                  || Set.of("test", "try", "health").contains(request.id())
                  || seesSubscription(caller, request.uuid());
          case "events" ->
              !hasId || request.id().equals("stream") || sees(caller, request, "event");
          case "connect_links" -> !hasId || sees(caller, request, "connect_link");
          case "calendar_feeds" -> !hasId || sees(caller, request, "calendar_feed");
          case "property_mappings" -> !hasId || sees(caller, request, "property_mapping");
          case "inbox" -> !hasId || seesMessage(caller, request);
          case "deliveries" ->
              !hasId || request.id().equals("retry") || seesDelivery(caller, request);
          case "api_keys" -> !hasId || sees(caller, request, "api_key");
          case "inbox_replays" -> !hasId || sees(caller, request, "inbox_replay");
          case "erasures" -> !hasId || sees(caller, request, "erasure");
          // The ids of records come from providers, so their resources narrow the rows themselves,
          // as the audit does; the list of providers is not secret.
          case "reservations",
              "records",
              "conversations",
              "properties",
              "audit",
              "providers",
              "overview" ->
              true;
          case "unmapped_values" ->
              throw ApiError.forbidden(
                  "This concerns the whole hub, and the key is one of a workspace");
          default -> false;
        };
    if (!isSeen) {
      throw ApiError.notFound();
    }
  }

  private boolean seesAccount(Caller caller, UUID id) {
    Optional<Account> account = accounts.current(id);
    return account.isPresent() && caller.sees(account.get().workspaceId());
  }

  private boolean seesSubscription(Caller caller, UUID id) throws Exception {
    Optional<Subscription> subscription = subscriptions.find(id);
    return subscription.isPresent() && caller.sees(subscription.get().workspaceId());
  }

  private boolean sees(Caller caller, ApiRequest request, String table) throws Exception {
    Scope scope = OWNED.contains(table) ? Scope.OWN : Scope.OF_ACCOUNT;
    QueryFilter filter =
        new QueryFilter("1 = 1").and("id = cast(:?id as uuid)", "id", request.uuid().toString());
    return isThere("select 1 as found from " + table + " where ", scope.narrow(filter, caller));
  }

  /** Whether the caller may see a message; one that is not yet in the database is in memory. */
  private boolean seesMessage(Caller caller, ApiRequest request) throws Exception {
    Optional<NewMessage> unstored = inbox.unstored(request.uuid());
    return unstored.isPresent()
        ? seesAccount(caller, unstored.get().message().accountId())
        : sees(caller, request, "inbox");
  }

  private boolean seesDelivery(Caller caller, ApiRequest request) throws Exception {
    Optional<ResultRow> delivery = deliveries.one(request.uuid());
    return delivery.isPresent()
        && seesSubscription(caller, UUID.fromString(delivery.get().text("subscription_id")));
  }

  private boolean isThere(String select, QueryFilter filter) throws Exception {
    return queries.first(select + filter, filter.parameters()).isPresent();
  }
}
