package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.account.Accounts;
import io.bellhop.calendar.CalendarFeed;
import io.bellhop.calendar.CalendarFeeds;
import io.bellhop.time.UtcTime;
import io.bellhop.validation.FieldReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Calendars under secret URLs. The URL is in the answer that makes it alone. */
final class CalendarFeedsResource {
  private static final String TYPE = "calendar_feed";
  private static final int LONGEST = 200;
  private static final String COLUMNS =
      "id, account_id, property_id, unit_id, name, guest_names, is_active, created_at, updated_at";

  /** What the API answers, and what a key of a workspace adds. */
  private static final Set<String> READ_ONLY =
      Set.of("url", "created_at", "updated_at", "workspace_id");

  /** A feed stays that of its calendar: those who have the URL expect no other. */
  private static final Set<String> FIXED =
      Set.of("integration_account_id", "property_id", "unit_id");

  private final CalendarFeeds feeds;
  private final Accounts accounts;
  private final Queries queries;
  private final ListEndpoint list =
      new ListEndpoint(Visibility.Scope.OF_ACCOUNT, CalendarFeedsResource::item)
          .filterByAccount()
          .filter("property_id");

  CalendarFeedsResource(CalendarFeeds feeds, Accounts accounts, Queries queries) {
    this.feeds = feeds;
    this.accounts = accounts;
    this.queries = queries;
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.pages("calendar_feeds", this::list, list.parameters()),
        ApiOperation.of("POST", "calendar_feeds", this::create),
        ApiOperation.of("GET", "calendar_feeds/{id}", this::one),
        ApiOperation.of("PUT", "calendar_feeds/{id}", this::change),
        ApiOperation.of("DELETE", "calendar_feeds/{id}", this::delete),
        ApiOperation.of("POST", "calendar_feeds/{id}/rotate", this::rotate));
  }

  private ApiAnswer list(ApiRequest request) throws Exception {
    return list.answer(
        request.query(),
        list.conditions(request, "1 = 1"),
        queries.rows(COLUMNS, TYPE, "created_at, id"));
  }

  private ApiAnswer one(ApiRequest request) throws SQLException {
    CalendarFeed feed = feeds.find(request.uuid()).orElseThrow(ApiError::notFound);
    return ApiAnswer.one(ApiAnswer.OK, item(feed));
  }

  private ApiAnswer create(ApiRequest request) throws SQLException {
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    Optional<UUID> account = AccountField.read(given, accounts, request).map(Account::id);
    String property = given.text("property_id", null, LONGEST);
    if (property == null) {
      given.add("property_id", "can't be blank");
    } else if (account.isPresent() && !feeds.calendars().knows(account.get(), property)) {
      given.add("property_id", "is a property of which the account has no record");
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

  private ApiAnswer change(ApiRequest request) throws SQLException {
    CalendarFeed stored = feeds.find(request.uuid()).orElseThrow(ApiError::notFound);
    FieldReader given = new FieldReader(request.wrapped(TYPE), READ_ONLY);
    given.requireSame(FIXED, item(stored).get("attributes"), "make another feed");
    String name = given.text("name", stored.name(), stored.propertyId(), LONGEST);
    boolean guestNames = given.yes("guest_names", stored.guestNames());
    boolean isActive = given.yes("is_active", stored.active());
    given.check();
    return ApiAnswer.one(
        ApiAnswer.OK,
        item(
            feeds
                .change(request.uuid(), feed -> feed.with(name, guestNames, isActive))
                .orElseThrow(ApiError::notFound)));
  }

  private ApiAnswer rotate(ApiRequest request) throws SQLException {
    request.mustHaveNoAttributes(TYPE);
    return shown(ApiAnswer.OK, feeds.rotate(request.uuid()).orElseThrow(ApiError::notFound));
  }

  private ApiAnswer delete(ApiRequest request) throws SQLException {
    if (!feeds.delete(request.uuid())) {
      throw ApiError.notFound();
    }
    return ApiAnswer.deleted();
  }

  private static ApiAnswer shown(int status, CalendarFeeds.Made made) {
    ObjectNode item = item(made.feed());
    item.withObject("attributes").put("url", made.url());
    return ApiAnswer.one(status, item);
  }

  private static ObjectNode item(ResultRow row) {
    return item(
        new CalendarFeed(
            UUID.fromString(row.text("id")),
            UUID.fromString(row.text("account_id")),
            row.text("property_id"),
            row.text("unit_id"),
            row.text("name"),
            Boolean.parseBoolean(row.text("guest_names")),
            Boolean.parseBoolean(row.text("is_active")),
            row.instant("created_at"),
            row.instant("updated_at")));
  }

  private static ObjectNode item(CalendarFeed feed) {
    ObjectNode attributes = ApiAnswer.object();
    attributes.put("integration_account_id", feed.accountId().toString());
    attributes.put("property_id", feed.propertyId());
    attributes.put("unit_id", feed.unitId());
    attributes.put("name", feed.name());
    attributes.put("guest_names", feed.guestNames());
    attributes.put("is_active", feed.active());
    attributes.put("created_at", UtcTime.text(feed.createdAt()));
    attributes.put("updated_at", UtcTime.text(feed.updatedAt()));
    return ApiAnswer.item(feed.id().toString(), TYPE, attributes);
  }
}
