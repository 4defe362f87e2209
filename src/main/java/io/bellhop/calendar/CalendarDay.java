package io.bellhop.calendar;

import io.bellhop.event.Stay;
import java.time.LocalDate;
import java.util.List;

/**
 * The night that begins on a day.
 *
 * @param taken the stays that occupy the property, or a part of it, in this night
 * @param whole the stays that occupy all of the requested property or unit
 */
public record CalendarDay(LocalDate date, List<Taken> taken, List<Stay> whole) {
  /**
   * A stay.
   *
   * @param links other records of the same stay
   */
  public record Taken(PropertyCalendar.Entry entry, List<PropertyCalendar.Entry> links) {}

  /** The status in the API; the first that applies. */
  public String status() {
    if (whole.stream().anyMatch(stay -> !stay.isBlock() && !stay.isPending())) {
      return "booked";
    }
    if (whole.stream().anyMatch(stay -> !stay.isPending())) {
      return "blocked";
    }
    if (!whole.isEmpty()) {
      return "held";
    }
    return taken.isEmpty() ? "free" : "partly";
  }
}
