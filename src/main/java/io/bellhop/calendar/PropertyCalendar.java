package io.bellhop.calendar;

import io.bellhop.event.Stay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;

/**
 * What takes nights of a property between two days.
 *
 * @param entries in the order of their arrival
 */
public record PropertyCalendar(String propertyId, List<Entry> entries) {
  /**
   * A stay.
   *
   * @param snapshotId names its record among all records
   * @param knownAt since when Bellhop knows its record
   * @param guest the name; empty if the record has none
   */
  public record Entry(String snapshotId, Stay stay, Instant knownAt, String guest) {}

  /** The units within the property that these stays name. */
  public List<String> units() {
    TreeSet<String> units = new TreeSet<>();
    for (Entry entry : entries) {
      parts(entry.stay()).stream()
          .map(Stay.Part::unit)
          .filter(unit -> unit != null && !unit.equals(propertyId))
          .forEach(units::add);
    }
    return List.copyOf(units);
  }

  /**
   * @param unit the unit whose days are asked for; null for the property as a whole
   * @param to included
   */
  public List<CalendarDay> days(String unit, LocalDate from, LocalDate to) {
    return from.datesUntil(to.plusDays(1)).map(date -> day(unit, date)).toList();
  }

  private CalendarDay day(String unit, LocalDate date) {
    List<Stay> whole = taking(unit == null ? propertyId : unit, date);
    return new CalendarDay(date, unit == null ? taking(null, date) : whole, whole);
  }

  private List<Stay> taking(String unit, LocalDate date) {
    return entries.stream()
        .map(Entry::stay)
        .filter(stay -> parts(stay, unit).stream().anyMatch(part -> part.takes(date)))
        .toList();
  }

  /**
   * The nights of a stay here, of one unit or of what takes the whole property.
   *
   * @param unit null for all
   */
  List<Stay.Part> parts(Stay stay, String unit) {
    return parts(stay).stream()
        .filter(part -> unit == null || unit.equals(part.unit()) || isWhole(part))
        .toList();
  }

  /** A guest may move on to another property, which the same record names as a unit. */
  private List<Stay.Part> parts(Stay stay) {
    List<Stay.Part> whole = stay.parts().stream().filter(this::isWhole).toList();
    return whole.isEmpty() ? stay.parts() : whole;
  }

  private boolean isWhole(Stay.Part part) {
    return propertyId.equals(part.unit());
  }
}
