package io.bellhop.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.calendar.CalendarDay;
import io.bellhop.calendar.PropertyCalendar;
import io.bellhop.calendar.PropertyCalendars;
import io.bellhop.event.Stay;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** The days of a property: what is free, and which records take the rest. */
final class CalendarResource {
  private static final String ACCOUNT = "integration_account_id";

  /** A quarter, which is what most calendars show. */
  private static final int DAYS = 90;

  /** Two years: nothing is booked further ahead. */
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
    UUID account = account(request);
    String property = request.id();
    LocalDate from = day(request, "from");
    if (from == null) {
      from = LocalDate.ofInstant(clock.instant(), calendars.zone(account, property));
    }
    LocalDate to = day(request, "to");
    if (to == null) {
      to = from.plusDays(DAYS - 1L);
    }
    if (to.isBefore(from) || to.isAfter(from.plusDays(MOST_DAYS - 1L))) {
      throw ApiError.invalid("to", "must be from 0 to " + (MOST_DAYS - 1) + " days after from");
    }
    PropertyCalendar calendar = calendars.read(account, property, from, to);
    String unit = request.query().text("unit_id");
    ObjectNode attributes =
        ApiAnswer.object()
            .put(ACCOUNT, account.toString())
            .put("timezone", calendars.zone(account, property).getId())
            .put("from", from.toString())
            .put("to", to.toString());
    if (unit != null) {
      attributes.put("unit_id", unit);
    }
    calendar.units().forEach(attributes.putArray("unit_ids")::add);
    ArrayNode days = attributes.putArray("days");
    calendar.days(unit, from, to).forEach(day -> days.add(item(day)));
    return ApiAnswer.one(ApiAnswer.OK, ApiAnswer.item(property, "calendar", attributes));
  }

  private static ObjectNode item(CalendarDay day) {
    ObjectNode item =
        ApiAnswer.object().put("date", day.date().toString()).put("status", day.status());
    ArrayNode records = item.putArray("records");
    for (Stay stay : day.stays()) {
      ObjectNode record =
          records.addObject().put("type", stay.recordType()).put("id", stay.recordId());
      if (!stay.status().isEmpty()) {
        record.put("status", stay.status());
      }
      ArrayNode units = record.putArray("unit_ids");
      stay.parts().stream()
          .filter(part -> part.unit() != null && part.takes(day.date()))
          .forEach(part -> units.add(part.unit()));
    }
    return item;
  }

  private static LocalDate day(ApiRequest request, String name) {
    String text = request.query().date(name);
    return text == null ? null : LocalDate.parse(text);
  }

  /**
   * The account whose property it is, which any of its records shows.
   *
   * @throws ApiError 404 if there is none, 422 if the caller has to choose
   */
  private UUID account(ApiRequest request) throws Exception {
    QueryFilter filter =
        properties
            .conditions(request, "deleted = false")
            .and("property_id = :?property", "property", request.id());
    List<ResultRow> accounts =
        queries.list(
            """
            select distinct account_id from snapshot
            where %s and account_id in (select id from integration_account) limit 2
            """
                .formatted(filter),
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
