package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Finds gaps and contradictions in a reservation. */
final class RecordCheck {
  private static final String RESERVATION = "reservation";
  private static final String UNKNOWN = "UNKNOWN";
  private static final String NATIVE = "nativeStatus";
  private static final List<String> DATES = List.of("arrivalDate", "departureDate");
  private static final List<String> EXPECTED = List.of("arrivalDate", "departureDate", "status");

  /** Fields that a record must not lose; without dates its nights would become free. */
  private static final Map<String, List<String>> KEPT =
      Map.of(RESERVATION, EXPECTED, "block", DATES);

  private RecordCheck() {}

  /** Keeps, with a warning, fields that a stay must not lose. Nights follow from the dates. */
  static void keep(String type, JsonNode known, ObjectNode record, List<String> warnings) {
    boolean keepsStatus = !record.has("status");
    for (String field : KEPT.getOrDefault(type, List.of())) {
      if (!record.has(field) && known.has(field)) {
        record.set(field, known.get(field));
        warnings.add(
            field + ": it is missing or cannot be read, so " + text(known, field) + " is kept");
        if (DATES.contains(field)) {
          keepOther(field, known, record, warnings);
        }
      }
    }
    if (!type.equals(RESERVATION)) {
      return;
    }
    if (keepsStatus && !record.has(NATIVE) && known.has(NATIVE)) {
      record.set(NATIVE, known.get(NATIVE)); // the native word for the kept status
    }
    if (known.has("nights") && !record.has("nights")) {
      countNights(record);
    }
    String before = text(known, "status");
    if (text(record, "status").equals(UNKNOWN) && !before.isEmpty() && !before.equals(UNKNOWN)) {
      warnings.add("status: it was " + before + " before it became " + UNKNOWN);
    }
  }

  /** A kept date may not fit the new one; then the stay would have no nights. */
  private static void keepOther(
      String kept, JsonNode known, ObjectNode record, List<String> warnings) {
    LocalDate arrival = date(record, "arrivalDate");
    LocalDate departure = date(record, "departureDate");
    if (arrival == null || departure == null || departure.isAfter(arrival)) {
      return;
    }
    String other = kept.equals("arrivalDate") ? "departureDate" : "arrivalDate";
    if (!known.has(other)) {
      return;
    }
    warnings.add(
        other
            + ": "
            + text(record, other)
            + " does not fit the date that Bellhop keeps, so "
            + text(known, other)
            + " is kept too");
    record.set(other, known.get(other));
  }

  /** Adds a warning for each missing or impossible value. */
  static void add(String type, JsonNode record, List<String> warnings) {
    if (!type.equals(RESERVATION)) {
      return;
    }
    for (String field : EXPECTED) {
      if (!record.has(field)) {
        warnings.add(field + ": it is missing or cannot be read");
      }
    }
    LocalDate arrival = date(record, "arrivalDate");
    LocalDate departure = date(record, "departureDate");
    if (arrival == null || departure == null) {
      return;
    }
    if (!departure.isAfter(arrival)) {
      warnings.add("departureDate: " + departure + " is not after the arrival on " + arrival);
      return;
    }
    long nights = ChronoUnit.DAYS.between(arrival, departure);
    JsonNode stated = record.path("nights");
    if (stated.isNumber() && stated.asLong() != nights) {
      warnings.add("nights: it is " + stated.asLong() + ", and the dates make " + nights);
    }
  }

  private static void countNights(ObjectNode record) {
    LocalDate arrival = date(record, "arrivalDate");
    LocalDate departure = date(record, "departureDate");
    if (arrival != null && departure != null && departure.isAfter(arrival)) {
      record.put("nights", (int) ChronoUnit.DAYS.between(arrival, departure));
    }
  }

  private static LocalDate date(JsonNode record, String field) {
    try {
      return LocalDate.parse(text(record, field));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String text(JsonNode record, String field) {
    return record.path(field).asText();
  }
}
