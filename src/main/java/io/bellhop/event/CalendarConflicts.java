package io.bellhop.event;

import io.bellhop.account.AccountRows;
import io.bellhop.event.CalendarStayTable.Nights;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds double bookings that a transaction begins, changes or ends: it compares the current
 * overlaps with the last event about them. All transactions that publish hold the log's head, so if
 * two stays arrive at once, the second sees the first. Open conflicts are committed together with
 * their events, so a crash neither loses one nor repeats one.
 */
public final class CalendarConflicts {
  /** Deletes the nights of a deleted account's stays, and their conflicts. */
  public static final AccountRows ACCOUNT_ROWS =
      (connection, account) -> {
        CalendarStayTable.deleteAccount(connection, account);
        StayPairs.CONFLICTS.deleteAccount(connection, account);
      };

  /** The zone in which each day begins last; nights that have passed everywhere do not count. */
  private static final ZoneOffset LAST_TO_BEGIN_A_DAY = ZoneOffset.ofHours(-12);

  /**
   * If a stay begins to overlap with more stays than this at once, the provider has not named the
   * units of a property that has many. That is not a double booking, and one event for each pair
   * would be a flood.
   */
  static final int MOST = 10;

  /** The fields, besides the dates, by which two systems recognise the same stay. */
  private static final List<String> IDENTITY = List.of("codes", "channel", "primaryGuest");

  /** The nights of one unit that two stays share. */
  record Overlap(String unit, LocalDate arrival, LocalDate end) {}

  /** Two snapshots, the smaller id first. */
  record PairId(String first, String second) implements Comparable<PairId> {
    private static final Comparator<PairId> ORDER =
        Comparator.comparing(PairId::first).thenComparing(PairId::second);

    static PairId of(String one, String other) {
      return one.compareTo(other) < 0 ? new PairId(one, other) : new PairId(other, one);
    }

    @Override
    public int compareTo(PairId other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A pair whose overlaps have changed.
   *
   * @param overlaps the current ones; empty if the conflict has ended
   * @param cause the snapshot whose change is the reason
   */
  record Change(PairId pair, List<Overlap> overlaps, String cause) {}

  /**
   * A stay with a relevant change.
   *
   * @param is without past nights
   */
  record Moved(Snapshot snapshot, List<Nights> was, List<Nights> is, boolean isElsewhere) {}

  private CalendarConflicts() {}

  /**
   * Writes the current nights of stays, and finds the pairs that this affects. Most changes of a
   * stay do not affect its nights and cost no statement. It ignores past stays, because a first
   * load would report double bookings that ended long ago.
   *
   * @param findsConflicts whether to look for double bookings
   */
  static List<Change> write(
      Connection connection, BatchSnapshots snapshots, boolean findsConflicts, Instant now)
      throws SQLException {
    LocalDate today = today(now);
    List<Nights> before = new ArrayList<>();
    List<Nights> after = new ArrayList<>();
    List<Nights> fresh = new ArrayList<>();
    List<Moved> moved = new ArrayList<>();
    for (Snapshot snapshot : snapshots.written()) {
      if (Stay.isStay(snapshot.type())) {
        Snapshot former = snapshots.former(snapshot.id());
        List<Nights> was = nights(former);
        List<Nights> is = nights(snapshot);
        List<Nights> ahead = is.stream().filter(one -> one.end().isAfter(today)).toList();
        if (!was.equals(is)) {
          before.addAll(was);
          (former == null ? fresh : after).addAll(ahead);
        }
        List<Nights> wasTaken = taken(was);
        List<Nights> aheadTaken = taken(ahead);
        boolean isElsewhere = !wasTaken.equals(taken(is));
        if (isElsewhere || !aheadTaken.isEmpty() && !isIdentical(former, snapshot)) {
          moved.add(new Moved(snapshot, wasTaken, aheadTaken, isElsewhere));
        }
      }
    }
    CalendarStayTable.replace(connection, before, after, fresh);
    return findsConflicts && !moved.isEmpty()
        ? new ConflictSearch(connection, snapshots, today).changes(moved)
        : List.of();
  }

  /**
   * Finds the pairs that change because a workspace has changed the mappings of units.
   *
   * @param stays in these units, by their ids
   */
  static List<Change> again(
      Connection connection, BatchSnapshots snapshots, List<String> stays, Instant now)
      throws SQLException {
    LocalDate today = today(now);
    List<Moved> moved = new ArrayList<>();
    for (Snapshot snapshot : snapshots.current(connection, stays)) {
      List<Nights> taken = taken(snapshot);
      List<Nights> ahead = taken.stream().filter(one -> one.end().isAfter(today)).toList();
      moved.add(new Moved(snapshot, taken, ahead, true));
    }
    return new ConflictSearch(connection, snapshots, today).changes(moved);
  }

  static LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, LAST_TO_BEGIN_A_DAY);
  }

  private static boolean isIdentical(Snapshot one, Snapshot other) {
    return IDENTITY.stream()
        .allMatch(field -> Objects.equals(one.record().get(field), other.record().get(field)));
  }

  /** The nights that no other stay may have. */
  static List<Nights> taken(Snapshot snapshot) {
    return taken(nights(snapshot));
  }

  private static List<Nights> taken(List<Nights> nights) {
    return nights.stream().filter(one -> !one.isHeld()).toList();
  }

  private static List<Nights> nights(Snapshot snapshot) {
    Stay stay =
        snapshot == null || snapshot.deleted() ? null : Stay.of(snapshot.type(), snapshot.record());
    if (stay == null) {
      return List.of();
    }
    // By primary key: a unit may occur twice with the same end.
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
}
