package io.bellhop.calendar;

import io.bellhop.event.Stay;
import io.bellhop.event.StayIdentity;
import io.bellhop.identity.PropertyPlaces;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** The stays of a property between two days. */
public final class PropertyCalendar {
  /**
   * A stay.
   *
   * @param snapshotId the id of its record, unique among all records
   * @param knownAt when Bellhop first stored its record
   * @param guest the name; empty if the record has none
   * @param identity null for a block
   */
  public record Entry(
      UUID account,
      String snapshotId,
      Stay stay,
      Instant knownAt,
      String guest,
      StayIdentity identity) {
    boolean isSameAs(Entry other) {
      return identity != null && other.identity != null && identity.sameAs(other.identity) != null;
    }
  }

  private final PropertyPlaces places;
  private final List<Entry> entries;
  private final DuplicateStays duplicates;

  /**
   * @param entries in the order of their arrival
   */
  PropertyCalendar(PropertyPlaces places, List<Entry> entries) {
    this.places = places;
    this.entries = entries;
    this.duplicates = new DuplicateStays(places.all().size() == 1 ? List.of() : entries);
  }

  List<Entry> entries() {
    return entries;
  }

  /** The units of the property that occur in these stays. */
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
   * @param unit the unit to show; null for the whole property
   * @param to the last day, inclusive
   */
  public List<CalendarDay> days(String unit, LocalDate from, LocalDate to) {
    String asked = places.unit(unit);
    Map<LocalDate, List<Entry>> whole = taking(asked == null ? places.name() : asked, from, to);
    Map<LocalDate, List<Entry>> any = asked == null ? taking(null, from, to) : whole;
    return from.datesUntil(to.plusDays(1))
        .map(
            date ->
                day(date, whole.getOrDefault(date, List.of()), any.getOrDefault(date, List.of())))
        .toList();
  }

  private CalendarDay day(LocalDate date, List<Entry> whole, List<Entry> any) {
    List<CalendarDay.Taken> taken = new ArrayList<>();
    for (Entry entry : any) {
      List<Entry> same = duplicates.before(entry);
      taken.stream()
          .filter(one -> !same.isEmpty() && same.contains(one.entry()))
          .findFirst()
          .ifPresentOrElse(
              one -> one.links().add(entry),
              () -> taken.add(new CalendarDay.Taken(entry, new ArrayList<>())));
    }
    return new CalendarDay(date, taken, whole.stream().map(Entry::stay).toList());
  }

  /** The stays by the days on which their nights begin, because a hotel has thousands of stays. */
  private Map<LocalDate, List<Entry>> taking(String unit, LocalDate from, LocalDate to) {
    Map<LocalDate, List<Entry>> taking = new HashMap<>();
    for (Entry entry : entries) {
      TreeSet<LocalDate> nights = new TreeSet<>();
      for (Stay.Part part : named(entry.stay(), unit)) {
        LocalDate first = part.arrival().isBefore(from) ? from : part.arrival();
        LocalDate end = part.end().isAfter(to) ? to.plusDays(1) : part.end();
        if (first.isBefore(end)) {
          first.datesUntil(end).forEach(nights::add);
        }
      }
      nights.forEach(day -> taking.computeIfAbsent(day, d -> new ArrayList<>()).add(entry));
    }
    return taking;
  }

  /**
   * The nights of a stay here, of one unit or of the whole property: without those that another
   * record of the same stay already shows.
   *
   * @param unit null for all
   */
  List<Stay.Part> parts(Entry entry, String unit) {
    List<Stay.Part> shown =
        duplicates.before(entry).stream()
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

  /** A guest may move to another property, which the same record lists as a unit. */
  private List<Stay.Part> parts(Stay stay) {
    List<Stay.Part> whole = stay.parts().stream().filter(this::isWhole).toList();
    return whole.isEmpty() ? stay.parts() : whole;
  }

  private boolean isWhole(Stay.Part part) {
    return places.name().equals(part.unit());
  }
}
