package io.bellhop.calendar;

import io.bellhop.event.Stay;
import java.time.LocalDate;
import java.util.List;

/**
 * The night that begins on a day.
 *
 * @param taken the stays that occupy it, or a part of the property in it
 * @param whole those of them that occupy everything that the caller asked for
 */
public record CalendarDay(LocalDate date, List<Taken> taken, List<Stay> whole) {
  /**
   * A stay.
   *
   * @param links other records of the same stay in this night
   */
  public record Taken(PropertyCalendar.Entry entry, List<PropertyCalendar.Entry> links) {}

  /** The words of the API; the first that applies counts. */
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
