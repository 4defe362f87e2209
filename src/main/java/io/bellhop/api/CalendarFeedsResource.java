package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.validation.FieldReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Calendars under secret URLs. Bellhop shows a URL only in the answer that creates it. */
final class CalendarFeedsResource {
  private static final String TYPE = "calendar_feed";
  private static final int LONGEST = 200;

  private static final String COLUMNS =
      "account_id, property_id, unit_id, name, guest_names, is_active, created_at, updated_at";

  /** The fields that the API adds to a body: those of its answers, and the workspace of the key. */
  private static final Set<String> READ_ONLY =
      Set.of("url", "created_at", "updated_at", "workspace_id");

  /**
   * The fields that no caller can change, because the readers of a URL expect the same calendar.
   */
  private static final Set<String> FIXED =
      Set.of("integration_account_id", "property_id", "unit_id");

  private final CalendarFeeds feeds;
  private final Accounts accounts;
  private final ListEndpoint list;

  CalendarFeedsResource(CalendarFeeds feeds, Accounts accounts, Queries queries) {
    this.feeds = feeds;
    this.accounts = accounts;
    this.list =
        ListEndpoint.ofTable(queries, Visibility.Scope.OF_ACCOUNT, "calendar_feeds", TYPE, COLUMNS)
            .filterByAccount()
            .filter("property_id");
  }

  List<ApiOperation> operations() {
    return List.of(
        list.all(),
        ApiOperation.of("POST", "calendar_feeds", this::create),
        list.one(),
        ApiOperation.of("PUT", "calendar_feeds/{id}", this::change),
        ApiOperation.delete("calendar_feeds", feeds::delete),
        ApiOperation.of("POST", "calendar_feeds/{id}/rotate", this::rotate));
  }

  private ApiAnswer create(ApiRequest request) throws Exception {
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    Optional<UUID> account = AccountField.read(given, accounts, request).map(Account::id);
    String property = given.text("property_id", null, LONGEST);
    if (property == null) {
      given.add("property_id", "can't be blank");
    } else if (account.isPresent() && !feeds.calendars().knows(account.get(), property)) {
      given.add("property_id", "must be a property of which the account has a record");
    }
    String unit = given.text("unit_id", null, LONGEST);
    String name = given.text("name", property, property, LONGEST);
    boolean guestNames = given.yes("guest_names", false);
    boolean isActive = given.yes("is_active", true);
    given.check();
    return shown(
        ApiAnswer.CREATED,
        feeds.create(account.orElseThrow(), property, unit, name, guestNames, isActive));
  }

  private ApiAnswer change(ApiRequest request) throws Exception {
    UUID id = request.uuid();
    JsonNode stored = list.item(id).get("attributes");
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    given.requireSame(FIXED, stored, "make another feed");
    String property = stored.get("property_id").asText();
    String name = given.text("name", stored.get("name").asText(), property, LONGEST);
    boolean guestNames = given.yes("guest_names", stored.get("guest_names").asBoolean());
    boolean isActive = given.yes("is_active", stored.get("is_active").asBoolean());
    given.check();
    feeds.change(id, name, guestNames, isActive);
    return list.one(ApiAnswer.OK, id);
  }

  private ApiAnswer rotate(ApiRequest request) throws Exception {
    request.mustHaveNoAttributes(TYPE);
    return shown(ApiAnswer.OK, feeds.rotate(request.uuid()).orElseThrow(ApiError::notFound));
  }

  private ApiAnswer shown(int status, CalendarFeeds.Made made) throws Exception {
    ObjectNode item = list.item(made.id());
    item.withObject("attributes").put("url", made.url());
    return ApiAnswer.one(status, item);
  }
}
