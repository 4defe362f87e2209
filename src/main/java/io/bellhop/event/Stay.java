package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The nights that a reservation or a block takes, and their units. Only this class decides which
 * records take nights, and what is one unit.
 *
 * @param propertyId null if the record has none
 * @param status of the contract; empty if the record has none, as for most blocks
 * @param parts at least one
 */
public record Stay(
    String recordType, String recordId, String propertyId, String status, List<Part> parts) {
  public static final String RESERVATION = "reservation";
  public static final String BLOCK = "block";

  /** With these statuses the nights are free. */
  private static final Set<String> TAKES_NOTHING =
      Set.of("INQUIRY", "CANCELLED", "DECLINED", "EXPIRED", "NO_SHOW");

  private static final String PENDING = "PENDING";

  /** If a guest leaves early, another guest may have the remaining nights. */
  private static final String CHECKED_OUT = "CHECKED_OUT";

  /**
   * Nights of one unit.
   *
   * @param unit null if the record names only a type of room
   * @param end the day of departure, whose night is free
   */
  public record Part(String unit, LocalDate arrival, LocalDate end) {
    /** Whether it takes all nights of another part. */
    public boolean covers(Part other) {
      return !other.arrival.isBefore(arrival) && !other.end.isAfter(end);
    }

    /** Whether it takes the night that begins on a day. */
    public boolean takes(LocalDate day) {
      return !day.isBefore(arrival) && day.isBefore(end);
    }
  }

  /** Whether records of this type may take nights. */
  public static boolean isStay(String recordType) {
    return recordType.equals(RESERVATION) || recordType.equals(BLOCK);
  }

  /**
   * @return null if the record takes no nights
   */
  public static Stay of(String recordType, JsonNode record) {
    String status = record.path("status").asText("");
    if (!isStay(recordType) || TAKES_NOTHING.contains(status)) {
      return null;
    }
    String property = Snapshot.propertyOf(recordType, record);
    List<Part> parts = parts(record, property);
    String id = record.path("id").asText();
    return parts.isEmpty() ? null : new Stay(recordType, id, property, status, parts);
  }

  /** The units of a record, unique among all accounts, even if it does not take their nights. */
  public static Set<String> unitsOf(UUID account, String recordType, JsonNode record) {
    Set<String> units = new LinkedHashSet<>();
    if (isStay(recordType)) {
      parts(record, Snapshot.propertyOf(recordType, record)).stream()
          .filter(part -> part.unit() != null)
          .forEach(part -> units.add(unit(account, part.unit())));
    }
    return units;
  }

  /** A copy with other names of the units, without the parts whose unit has no other name. */
  public Stay in(Function<Part, List<Part>> names) {
    List<Part> renamed = parts.stream().map(names).flatMap(List::stream).distinct().toList();
    return renamed.isEmpty() ? null : new Stay(recordType, recordId, propertyId, status, renamed);
  }

  private static List<Part> parts(JsonNode record, String property) {
    List<Part> parts = new ArrayList<>();
    if (!record.path("unitIds").isEmpty()) {
      record.path("unitIds").forEach(unit -> addUnit(parts, unit.asText(), record));
    } else if (isKindOnly(record, property)) {
      add(parts, null, record, record);
    } else {
      // Most properties are one unit, and their records do not name the unit.
      add(parts, property, record, record);
    }
    return parts;
  }

  /** If the guest moves between units, each room has its own dates. */
  private static void addUnit(List<Part> parts, String unit, JsonNode record) {
    boolean hasRoom = false;
    for (JsonNode room : record.path("rooms")) {
      if (room.path("unitId").asText("").equals(unit)) {
        hasRoom = true;
        if (!TAKES_NOTHING.contains(room.path("status").asText(""))) {
          add(parts, unit, room, record);
        }
      }
    }
    if (!hasRoom) {
      add(parts, unit, record, record);
    }
  }

  /** Whether a record names only a type of room, and not a certain room. */
  private static boolean isKindOnly(JsonNode record, String property) {
    for (JsonNode kind : record.path("roomTypeIds")) {
      if (!kind.asText().equals(property)) {
        return true;
      }
    }
    for (JsonNode room : record.path("rooms")) {
      if (room.hasNonNull("roomTypeId") && !room.hasNonNull("unitId")) {
        return true;
      }
    }
    return false;
  }

  private static void add(List<Part> parts, String unit, JsonNode dates, JsonNode otherDates) {
    LocalDate arrival = date(dates, otherDates, "arrivalDate");
    LocalDate end = date(dates, otherDates, "departureDate");
    if (arrival != null && end != null && arrival.isBefore(end)) {
      Part part = new Part(unit, arrival, end);
      if (!parts.contains(part)) {
        parts.add(part);
      }
    }
  }

  private static LocalDate date(JsonNode first, JsonNode second, String field) {
    return day(first.path(field).asText(second.path(field).asText("")));
  }

  /**
   * Returns null for a text that is not a date: a mapping may be wrong, and the rest of the record
   * is valid.
   */
  static LocalDate day(String text) {
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** The prefix of a unit with held or remaining nights, which another stay may have. */
  public static final String HELD = "held:";

  /** The id of a unit, unique among all accounts. */
  public static String unit(UUID account, String unit) {
    return account + "/" + unit;
  }

  public boolean isBlock() {
    return recordType.equals(BLOCK);
  }

  /** Whether the stay is not confirmed: its nights are held, and may become free. */
  public boolean isPending() {
    return status.equals(PENDING);
  }

  /** Whether no other stay may have the same nights. */
  boolean isFirm() {
    return !isPending() && !status.equals(CHECKED_OUT);
  }
}
