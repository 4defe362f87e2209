package io.bellhop.calendar;

import io.bellhop.event.SameStay;
import io.bellhop.event.Stay;
import io.bellhop.identity.PropertyPlaces;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What takes nights of a property between two days.
 *
 * @param entries in the order of their arrival
 */
public record PropertyCalendar(PropertyPlaces places, List<Entry> entries) {
  /**
   * A stay.
   *
   * @param snapshotId names its record among all records
   * @param knownAt since when Bellhop knows its record
   * @param guest the name; empty if the record has none
   * @param identity null for a block
   */
  public record Entry(
      UUID account,
      String snapshotId,
      Stay stay,
      Instant knownAt,
      String guest,
      SameStay identity) {
    boolean isSameAs(Entry other) {
      return identity != null && other.identity != null && identity.sameAs(other.identity) != null;
    }
  }

  /** The units within the property that these stays name. */
  public List<String> units() {
    TreeSet<String> units = new TreeSet<>();
    for (Entry entry : entries) {
      parts(entry.stay()).stream()
          .map(Stay.Part::unit)
          .filter(unit -> unit != null && !unit.equals(places.name()))
          .forEach(units::add);
    }
    return List.copyOf(units);
  }

  /**
   * @param unit the unit whose days are asked for; null for the property as a whole
   * @param to included
   */
  public List<CalendarDay> days(String unit, LocalDate from, LocalDate to) {
    String asked = places.unit(unit);
    return from.datesUntil(to.plusDays(1)).map(date -> day(asked, date)).toList();
  }

  private CalendarDay day(String unit, LocalDate date) {
    List<Entry> whole = taking(unit == null ? places.name() : unit, date);
    List<CalendarDay.Taken> taken = new ArrayList<>();
    for (Entry entry : unit == null ? taking(null, date) : whole) {
      taken.stream()
          .filter(one -> one.entry().isSameAs(entry))
          .findFirst()
          .ifPresentOrElse(
              same -> same.links().add(entry),
              () -> taken.add(new CalendarDay.Taken(entry, new ArrayList<>())));
    }
    return new CalendarDay(date, taken, whole.stream().map(Entry::stay).toList());
  }

  private List<Entry> taking(String unit, LocalDate date) {
    return entries.stream()
        .filter(one -> named(one.stay(), unit).stream().anyMatch(part -> part.takes(date)))
        .toList();
  }

  /**
   * The nights of a stay here, of one unit or of what takes the whole property: without those that
   * another record of the same stay has shown already.
   *
   * @param unit null for all
   */
  List<Stay.Part> parts(Entry entry, String unit) {
    if (places.all().size() == 1) {
      return named(entry.stay(), places.unit(unit)); // one account has each stay once
    }
    List<Stay.Part> shown =
        entries.subList(0, entries.indexOf(entry)).stream()
            .filter(entry::isSameAs)
            .flatMap(one -> named(one.stay(), places.unit(unit)).stream())
            .toList();
    return named(entry.stay(), places.unit(unit)).stream()
        .filter(part -> shown.stream().noneMatch(one -> one.covers(part)))
        .toList();
  }

  private List<Stay.Part> named(Stay stay, String unit) {
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
    return places.name().equals(part.unit());
  }
}
