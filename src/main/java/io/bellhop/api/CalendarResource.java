package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.calendar.CalendarDay;
import io.bellhop.calendar.PropertyCalendar;
import io.bellhop.calendar.PropertyCalendars;
import io.bellhop.event.Stay;
import io.bellhop.identity.PropertyPlaces;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** The days of a property: the free days, and the records that occupy the others. */
final class CalendarResource {
  private static final String ACCOUNT = "integration_account_id";

  /** A quarter, like most calendars. */
  private static final int DAYS = 90;

  /** Two years, because guests do not book further ahead. */
  private static final int MOST_DAYS = 731;

  private final Queries queries;
  private final PropertyCalendars calendars;
  private final Clock clock;
  private final ListEndpoint properties;

  CalendarResource(Queries queries, PropertyCalendars calendars, Clock clock) {
    this.queries = queries;
    this.calendars = calendars;
    this.clock = clock;
    this.properties = new ListEndpoint(Visibility.Scope.OF_ACCOUNT, row -> null).filterByAccount();
  }

  List<ApiOperation> operations() {
    return List.of(
        ApiOperation.of(
            "GET", "properties/{id}/calendar", this::read, "from", "to", "unit_id", ACCOUNT));
  }

  private ApiAnswer read(ApiRequest request) throws Exception {
    PropertyPlaces places = places(request);
    String zone = calendars.zone(places).getId();
    LocalDate from = day(request, "from");
    if (from == null) {
      from = LocalDate.ofInstant(clock.instant(), ZoneId.of(zone));
    }
    LocalDate to = day(request, "to");
    if (to == null) {
      to = from.plusDays(DAYS - 1L);
    }
    if (to.isBefore(from) || to.isAfter(from.plusDays(MOST_DAYS - 1L))) {
      throw ApiError.invalid("to", "must be from 0 to " + (MOST_DAYS - 1) + " days after from");
    }
    PropertyCalendar calendar = calendars.read(places, from, to);
    String unit = request.query().text("unit_id");
    ObjectNode attributes =
        ApiAnswer.object()
            .put(ACCOUNT, places.all().get(0).account().toString())
            .put("timezone", zone)
            .put("from", from.toString())
            .put("to", to.toString());
    if (unit != null) {
      attributes.put("unit_id", unit);
    }
    ArrayNode all = attributes.putArray("places");
    for (PropertyPlaces.Place place : places.all()) {
      all.addObject()
          .put(ACCOUNT, place.account().toString())
          .put("property_id", place.property())
          .put("unit_id", place.unit());
    }
    calendar.units().forEach(attributes.putArray("unit_ids")::add);
    ArrayNode days = attributes.putArray("days");
    calendar.days(unit, from, to).forEach(day -> days.add(item(day)));
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item(request.id(), "calendar", attributes));
  }

  private static ObjectNode item(CalendarDay day) {
    ObjectNode item =
        ApiAnswer.object().put("date", day.date().toString()).put("status", day.status());
    ArrayNode records = item.putArray("records");
    for (CalendarDay.Taken taken : day.taken()) {
      Stay stay = taken.entry().stay();
      ObjectNode record = record(records, taken.entry());
      ArrayNode units = record.putArray("unit_ids");
      stay.parts().stream()
          .filter(part -> part.unit() != null && part.takes(day.date()))
          .forEach(part -> units.add(part.unit()));
      if (!taken.links().isEmpty()) {
        ArrayNode links = record.putArray("links");
        taken.links().forEach(link -> record(links, link));
      }
    }
    return item;
  }

  private static ObjectNode record(ArrayNode records, PropertyCalendar.Entry entry) {
    ObjectNode record =
        records
            .addObject()
            .put(ACCOUNT, entry.account().toString())
            .put("type", entry.stay().recordType())
            .put("id", entry.stay().recordId());
    if (!entry.stay().status().isEmpty()) {
      record.put("status", entry.stay().status());
    }
    return record;
  }

  private static LocalDate day(ApiRequest request, String name) {
    String text = request.query().date(name);
    return text == null ? null : LocalDate.parse(text);
  }

  /**
   * Finds a property by name. A workspace's own names take precedence over those of providers.
   *
   * @throws ApiError 422 if several workspaces use this name
   */
  private PropertyPlaces places(ApiRequest request) throws Exception {
    if (request.query().uuid(ACCOUNT) == null) {
      QueryFilter filter =
          properties.conditions(request, "1 = 1").and("own_id = :?own", "own", request.id());
      List<ResultRow> workspaces =
          queries.list(
              """
              select distinct workspace_id from integration_account
              where id in (select account_id from property_mapping where %s) limit 2
              """
                  .formatted(filter),
              filter.parameters());
      if (workspaces.size() > 1) {
        throw ApiError.invalid(
            ACCOUNT,
            "must say which, with the provider's id: several workspaces use this name"
                + " for a property");
      }
      if (!workspaces.isEmpty()) {
        return calendars
            .places(workspaces.get(0).text("workspace_id"), request.id())
            .orElseThrow(ApiError::notFound);
      }
    }
    return calendars.places(account(request), request.id());
  }

  /**
   * The account that has records of the property.
   *
   * @throws ApiError 404 if there is none, 422 if the caller must choose an account
   */
  private UUID account(ApiRequest request) throws Exception {
    QueryFilter filter =
        properties
            .conditions(request, RecordsResource.STANDING)
            .and("property_id = :?property", "property", request.id());
    List<ResultRow> accounts =
        queries.list(
            "select distinct account_id from snapshot where " + filter + " limit 2",
            filter.parameters());
    if (accounts.isEmpty()) {
      throw ApiError.notFound();
    }
    if (accounts.size() > 1) {
      throw ApiError.invalid(
          ACCOUNT, "must say which: several accounts have a property with this id");
    }
    return UUID.fromString(accounts.get(0).text("account_id"));
  }
}
