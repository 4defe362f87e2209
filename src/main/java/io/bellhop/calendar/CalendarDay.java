package io.bellhop.calendar;

import io.bellhop.event.Stay;
import java.time.LocalDate;
import java.util.List;

/**
 * The night that begins on a day.
 *
 * @param stays those that take it, or a part of the property in it
 * @param whole those of them that take all that was asked for
 */
public record CalendarDay(LocalDate date, List<Stay> stays, List<Stay> whole) {
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
    return stays.isEmpty() ? "free" : "partly";
  }
}
