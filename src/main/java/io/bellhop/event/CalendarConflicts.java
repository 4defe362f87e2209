package io.bellhop.event;

import io.bellhop.account.AccountRows;
import io.bellhop.event.CalendarStayTable.Nights;
import io.bellhop.event.CalendarStayTable.Pair;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds double bookings that a transaction begins, changes or ends: it compares what overlapped
 * before with what overlaps now. All transactions that publish hold the log's head, so that of two
 * stays that come at once the second sees the first; and what is before and after is as durable as
 * the event, so that a crash neither loses one nor makes a second one.
 */
public final class CalendarConflicts {
  /** The nights of a deleted account's stays. */
  public static final AccountRows ACCOUNT_ROWS = CalendarStayTable::deleteAccount;

  /** Where a day begins and ends last: nights that are past everywhere are of no interest. */
  private static final ZoneOffset LAST_TO_BEGIN_A_DAY = ZoneOffset.ofHours(-12);

  /**
   * Where a stay begins to overlap with more than these at once, the provider has not named the
   * units of a house that has many: that is no double booking, and an event for each pair would be
   * a flood.
   */
  static final int MOST = 10;

  /** Nights of one unit that two stays have. */
  record Overlap(String unit, LocalDate arrival, LocalDate end) {}

  /**
   * A pair whose overlaps have changed.
   *
   * @param first the smaller of the two ids of snapshots
   * @param overlaps those that there are now; none if the conflict has ended
   */
  record Change(String first, String second, List<Overlap> overlaps) {}

  private record PairId(String first, String second) {}

  private static final Comparator<Overlap> ORDER =
      Comparator.comparing(Overlap::unit)
          .thenComparing(Overlap::arrival)
          .thenComparing(Overlap::end);

  private CalendarConflicts() {}

  /**
   * Writes the nights that stays have now, and finds the pairs for which that makes a difference.
   * Most changes of a stay concern none of its nights, and cost no statement. Stays of the past are
   * left out: a first load would report double bookings that are long over.
   *
   * @param known the snapshots as they were before, by id
   */
  static List<Change> write(
      Connection connection,
      Collection<Snapshot> snapshots,
      Map<String, Snapshot> known,
      Instant now)
      throws SQLException {
    LocalDate today = LocalDate.ofInstant(now, LAST_TO_BEGIN_A_DAY);
    List<Nights> before = new ArrayList<>();
    List<Nights> after = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      if (Stay.isStay(snapshot.type())) {
        List<Nights> was = nights(known.get(snapshot.id()));
        List<Nights> is = nights(snapshot);
        if (!was.equals(is)) {
          before.addAll(was);
          is.stream().filter(nights -> nights.end().isAfter(today)).forEach(after::add);
        }
      }
    }
    Map<PairId, TreeSet<Overlap>> overlapped =
        overlaps(CalendarStayTable.overlapping(connection, before), today);
    CalendarStayTable.replace(connection, before, after);
    Map<PairId, TreeSet<Overlap>> overlap =
        overlaps(CalendarStayTable.overlapping(connection, after), today);
    leaveOutFloods(overlapped, overlap);
    return changes(overlapped, overlap);
  }

  private static void leaveOutFloods(
      Map<PairId, TreeSet<Overlap>> before, Map<PairId, TreeSet<Overlap>> after) {
    Map<String, Integer> begun = new HashMap<>();
    for (PairId id : after.keySet()) {
      if (!before.containsKey(id)) {
        begun.merge(id.first(), 1, Integer::sum);
        begun.merge(id.second(), 1, Integer::sum);
      }
    }
    after
        .keySet()
        .removeIf(
            id ->
                !before.containsKey(id)
                    && Math.max(begun.get(id.first()), begun.get(id.second())) > MOST);
  }

  private static List<Nights> nights(Snapshot snapshot) {
    Stay stay =
        snapshot == null || snapshot.deleted() ? null : Stay.of(snapshot.type(), snapshot.record());
    if (stay == null) {
      return List.of();
    }
    // By its key: a unit may stand twice with the same end.
    Map<String, Nights> nights = new LinkedHashMap<>();
    for (Stay.Part part : stay.parts()) {
      if (part.unit() == null || part.unit().length() > EventDraft.LONGEST_ID) {
        continue;
      }
      boolean isProperty = part.unit().equals(stay.propertyId());
      String unit = Stay.unit(snapshot.accountId(), part.unit());
      if (stay.isFirm()) {
        add(nights, unit, snapshot.id(), part);
        if (!isProperty && stay.propertyId() != null) {
          String property = Stay.unit(snapshot.accountId(), stay.propertyId());
          add(nights, Nights.PART + property, snapshot.id(), part);
        }
      } else if (!isProperty) {
        add(nights, Nights.HELD + unit, snapshot.id(), part);
      }
    }
    return List.copyOf(nights.values());
  }

  private static void add(
      Map<String, Nights> nights, String unit, String snapshotId, Stay.Part part) {
    nights.merge(
        unit + part.end(),
        new Nights(unit, snapshotId, part.arrival(), part.end()),
        (one, other) -> one.arrival().isBefore(other.arrival()) ? one : other);
  }

  private static Map<PairId, TreeSet<Overlap>> overlaps(List<Pair> pairs, LocalDate today) {
    Map<PairId, TreeSet<Overlap>> overlaps = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      Nights one = pair.one();
      Nights other = pair.other();
      boolean isAhead = one.end().isAfter(today) && other.end().isAfter(today);
      // What is blocked twice is no double booking.
      if (isAhead && !(one.isOfBlock() && other.isOfBlock())) {
        boolean isFirst = one.snapshotId().compareTo(other.snapshotId()) < 0;
        PairId id =
            isFirst
                ? new PairId(one.snapshotId(), other.snapshotId())
                : new PairId(other.snapshotId(), one.snapshotId());
        overlaps
            .computeIfAbsent(id, i -> new TreeSet<>(ORDER))
            .add(
                new Overlap(
                    one.unitId(),
                    one.arrival().isAfter(other.arrival()) ? one.arrival() : other.arrival(),
                    one.end().isBefore(other.end()) ? one.end() : other.end()));
      }
    }
    return overlaps;
  }

  private static List<Change> changes(
      Map<PairId, TreeSet<Overlap>> before, Map<PairId, TreeSet<Overlap>> after) {
    Map<PairId, Change> changes =
        new TreeMap<>(Comparator.comparing(PairId::first).thenComparing(PairId::second));
    before.forEach(
        (id, overlaps) -> {
          if (!after.containsKey(id)) {
            changes.put(id, new Change(id.first(), id.second(), List.of()));
          }
        });
    after.forEach(
        (id, overlaps) -> {
          if (!overlaps.equals(before.get(id))) {
            changes.put(id, new Change(id.first(), id.second(), List.copyOf(overlaps)));
          }
        });
    return List.copyOf(changes.values());
  }
}
