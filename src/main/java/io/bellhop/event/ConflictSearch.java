package io.bellhop.event;

import io.bellhop.crypto.Sha256;
import io.bellhop.event.CalendarConflicts.Change;
import io.bellhop.event.CalendarConflicts.Moved;
import io.bellhop.event.CalendarConflicts.Overlap;
import io.bellhop.event.CalendarConflicts.PairId;
import io.bellhop.event.CalendarStayTable.Look;
import io.bellhop.event.CalendarStayTable.Nights;
import io.bellhop.event.StayPairs.Said;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the double bookings of the stays that one transaction moves. Used once.
 *
 * <p>Within a unit of one account a stay is compared with those that it overlaps with. If several
 * accounts have the unit, the stays around it are compared too, because one of them may represent
 * the stay that has moved.
 */
final class ConflictSearch {
  private static final Comparator<Overlap> ORDER =
      Comparator.comparing(Overlap::unit)
          .thenComparing(Overlap::arrival)
          .thenComparing(Overlap::end);

  private final Connection connection;
  private final BatchSnapshots snapshots;
  private final LocalDate today;
  private final Map<PairId, TreeSet<Overlap>> found = new TreeMap<>();

  ConflictSearch(Connection connection, BatchSnapshots snapshots, LocalDate today) {
    this.connection = connection;
    this.snapshots = snapshots;
    this.today = today;
  }

  /**
   * The looks for conflicts of one stay.
   *
   * @param own in units that one account has alone
   * @param shared in units that several accounts have
   */
  private record Search(String stayId, List<Look> own, List<Look> shared) {
    static Search of(Moved moved, UnitMappings mappings) {
      return new Search(
          moved.snapshot().id(),
          moved.is().stream()
              .filter(nights -> !mappings.isShared(nights.place()))
              .flatMap(nights -> nights.rivals().stream().map(rival -> new Look(rival, nights)))
              .toList(),
          Stream.concat(moved.was().stream(), moved.is().stream())
              .filter(nights -> mappings.isShared(nights.place()))
              .flatMap(nights -> sharedLooks(nights, mappings))
              .toList());
    }

    private static Stream<Look> sharedLooks(Nights nights, UnitMappings mappings) {
      return mappings.same(nights.place()).stream()
          .flatMap(place -> nights.rivals(place).stream())
          .map(rival -> new Look(rival, nights));
    }

    Stream<Look> looks() {
      return Stream.concat(own.stream(), shared.stream());
    }
  }

  List<Change> changes(List<Moved> all) throws SQLException {
    UnitMappings mappings =
        UnitMappings.read(connection, all.stream().flatMap(ConflictSearch::units).toList());
    List<Moved> moved =
        all.stream()
            .filter(one -> one.isElsewhere() || units(one).anyMatch(mappings::isShared))
            .toList();
    Set<String> ids = new HashSet<>();
    moved.forEach(one -> ids.add(one.snapshot().id()));
    Map<PairId, Said> open =
        StayPairs.CONFLICTS.of(
            connection,
            moved.stream().filter(m -> !m.was().isEmpty()).map(m -> m.snapshot().id()).toList());
    List<Search> searches = moved.stream().map(one -> Search.of(one, mappings)).toList();
    Set<Look> taken =
        CalendarStayTable.taken(
            connection, searches.stream().flatMap(Search::looks).collect(Collectors.toSet()));
    Set<String> around = new TreeSet<>();
    for (Search one : searches) {
      List<String> known = others(one.stayId(), open.keySet());
      for (Look look : in(taken, one.own())) {
        for (Nights other : CalendarStayTable.overlapping(connection, look, known)) {
          add(look.nights(), other, look.nights().unitId());
        }
      }
      for (Look look : in(taken, one.shared())) {
        CalendarStayTable.overlapping(connection, look, known)
            .forEach(other -> around.add(other.snapshotId()));
      }
    }
    if (!around.isEmpty()) {
      around.removeAll(ids);
      open.putAll(StayPairs.CONFLICTS.of(connection, around));
      addShared(moved, around);
    }
    open.keySet()
        .removeIf(
            pair ->
                !ids.contains(pair.first())
                    && !ids.contains(pair.second())
                    && !(around.contains(pair.first()) && around.contains(pair.second())));
    leaveOutFloods(open.keySet());
    return settle(open, ids, moved.isEmpty() ? null : moved.get(0).snapshot().id());
  }

  private static Stream<String> units(Moved moved) {
    return Stream.concat(moved.was().stream(), moved.is().stream()).map(Nights::place);
  }

  private static List<String> others(String id, Collection<PairId> pairs) {
    return pairs.stream()
        .filter(pair -> pair.first().equals(id) || pair.second().equals(id))
        .map(pair -> pair.first().equals(id) ? pair.second() : pair.first())
        .toList();
  }

  private static List<Look> in(Set<Look> taken, List<Look> looks) {
    return looks.stream().filter(taken::contains).toList();
  }

  private void add(Nights one, Nights other, String unit) {
    boolean isAhead = one.end().isAfter(today) && other.end().isAfter(today);
    // Two blocks of the same nights are no double booking.
    if (isAhead && !(one.isOfBlock() && other.isOfBlock())) {
      found
          .computeIfAbsent(
              PairId.of(one.snapshotId(), other.snapshotId()), i -> new TreeSet<>(ORDER))
          .add(
              new Overlap(
                  unit,
                  one.arrival().isAfter(other.arrival()) ? one.arrival() : other.arrival(),
                  one.end().isBefore(other.end()) ? one.end() : other.end()));
    }
  }

  private void addShared(List<Moved> moved, Set<String> around) throws SQLException {
    List<Snapshot> all = new ArrayList<>(snapshots.current(connection, around));
    moved.forEach(one -> all.add(one.snapshot()));
    Set<String> units = new HashSet<>();
    for (Snapshot one : all) {
      units.addAll(Stay.unitsOf(one.accountId(), one.type(), one.record()));
      CalendarConflicts.taken(one).forEach(nights -> units.add(nights.place()));
    }
    SharedUnitConflicts shared = new SharedUnitConflicts(UnitMappings.read(connection, units), all);
    for (SharedUnitConflicts.Common common : shared.conflicts()) {
      add(common.one(), common.other(), common.unit());
    }
  }

  private void leaveOutFloods(Set<PairId> open) {
    Map<String, Integer> begun = new HashMap<>();
    for (PairId pair : found.keySet()) {
      if (!open.contains(pair)) {
        begun.merge(pair.first(), 1, Integer::sum);
        begun.merge(pair.second(), 1, Integer::sum);
      }
    }
    found
        .keySet()
        .removeIf(
            pair ->
                !open.contains(pair)
                    && Math.max(begun.get(pair.first()), begun.get(pair.second()))
                        > CalendarConflicts.MOST);
  }

  private static Said said(TreeSet<Overlap> overlaps) {
    return new Said(
        Sha256.hex(List.copyOf(overlaps).toString()),
        overlaps.stream().map(Overlap::end).max(LocalDate::compareTo).orElseThrow());
  }

  private List<Change> settle(Map<PairId, Said> open, Set<String> moved, String first)
      throws SQLException {
    Map<PairId, List<Overlap>> changes = new TreeMap<>();
    for (Map.Entry<PairId, Said> one : open.entrySet()) {
      if (!found.containsKey(one.getKey())) {
        StayPairs.CONFLICTS.delete(connection, one.getKey());
        if (one.getValue().endsOn().isAfter(today)) {
          changes.put(one.getKey(), List.of());
        }
      }
    }
    for (Map.Entry<PairId, TreeSet<Overlap>> one : found.entrySet()) {
      PairId pair = one.getKey();
      Said now = said(one.getValue());
      if (!now.equals(open.get(pair))) {
        if (open.containsKey(pair)) {
          StayPairs.CONFLICTS.delete(connection, pair);
        }
        StayPairs.CONFLICTS.insert(connection, pair, now);
        changes.put(pair, List.copyOf(one.getValue()));
      }
    }
    return changes.entrySet().stream()
        .map(
            one -> {
              PairId pair = one.getKey();
              String cause =
                  moved.contains(pair.first())
                      ? pair.first()
                      : moved.contains(pair.second()) ? pair.second() : first;
              return new Change(pair, one.getValue(), cause);
            })
        .toList();
  }
}
