package io.bellhop.calendar;

import io.bellhop.event.Stay;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;

/**
 * The stays of a property between two days.
 *
 * @param stays those that take a night of it, in the order of their arrival
 */
public record PropertyCalendar(String propertyId, List<Stay> stays) {
  /** The units within the property that these stays name. */
  public List<String> units() {
    TreeSet<String> units = new TreeSet<>();
    for (Stay stay : stays) {
      stay.parts().stream()
          .map(Stay.Part::unit)
          .filter(unit -> unit != null && !unit.equals(propertyId))
          // Of a guest who moves on, another property has the other unit.
          .filter(unit -> propertyId.equals(stay.propertyId()))
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
    List<Stay> whole =
        stays.stream().filter(stay -> takes(stay, unit, date) || isWhole(stay, date)).toList();
    List<Stay> some =
        unit != null
            ? whole
            : stays.stream()
                .filter(stay -> stay.parts().stream().anyMatch(part -> part.takes(date)))
                .toList();
    return new CalendarDay(date, some, whole);
  }

  private boolean isWhole(Stay stay, LocalDate date) {
    return takes(stay, propertyId, date);
  }

  private static boolean takes(Stay stay, String unit, LocalDate date) {
    return unit != null
        && stay.parts().stream().anyMatch(part -> unit.equals(part.unit()) && part.takes(date));
  }
}
