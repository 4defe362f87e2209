package io.bellhop.calendar;

import io.bellhop.event.Stay;
import java.time.LocalDate;
import java.util.List;

/**
 * The night that begins on a day.
 *
 * @param taken by those that take it, or a part of the property in it
 * @param whole those of them that take all that was asked for
 */
public record CalendarDay(LocalDate date, List<Taken> taken, List<Stay> whole) {
  /**
   * A stay.
   *
   * @param links other records of the same stay that take this night
   */
  public record Taken(PropertyCalendar.Entry entry, List<PropertyCalendar.Entry> links) {}

  /** What the words of the API stand for, the first that fits. */
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
