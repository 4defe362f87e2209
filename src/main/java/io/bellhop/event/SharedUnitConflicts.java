package io.bellhop.event;

import io.bellhop.event.CalendarStayTable.Nights;
import io.bellhop.event.StayIdentity.By;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The double bookings among stays whose units several accounts have. It treats records of one stay
 * as one, so that two stays are one conflict, whatever the number of accounts.
 */
final class SharedUnitConflicts {
  /**
   * The nights that two stays share.
   *
   * @param unit the account's id of the unit, or the workspace's if the stays belong to two
   *     accounts
   */
  record Common(Nights one, Nights other, String unit) {}

  /** A record, and the stay that it belongs to. */
  private static final class Member {
    private final Snapshot snapshot;
    private final List<Nights> nights;
    private final StayIdentity identity;
    private int stay;

    Member(Snapshot snapshot, StayIdentity identity, int stay) {
      this.snapshot = snapshot;
      this.nights = CalendarConflicts.taken(snapshot);
      this.identity = identity;
      this.stay = stay;
    }
  }

  private record Stays(int one, int other) {}

  /** Two records that may represent two stays. */
  private record Pair(List<Common> common, boolean isOfTwoAccounts, int place, String ids) {
    /**
     * An account with both stays decides; of several such accounts, the one that was mapped first.
     */
    private static final Comparator<Pair> BEST =
        Comparator.comparing(Pair::isOfTwoAccounts)
            .thenComparing(Pair::place)
            .thenComparing(Pair::ids);
  }

  private final UnitMappings mappings;
  private final List<Member> members = new ArrayList<>();

  SharedUnitConflicts(UnitMappings mappings, Collection<Snapshot> all) {
    this.mappings = mappings;
    all.stream()
        // A record without nights conflicts with nothing and represents no stay.
        .filter(one -> !CalendarConflicts.taken(one).isEmpty())
        .sorted(Comparator.comparing(Snapshot::id))
        .forEach(one -> members.add(new Member(one, identity(one), members.size())));
    join(By.CONFIRMATION_CODE);
    join(By.DATES);
  }

  private StayIdentity identity(Snapshot one) {
    return StayIdentity.of(
        one.accountId(),
        one.type(),
        one.record(),
        mappings.ownIds(Stay.unitsOf(one.accountId(), one.type(), one.record())));
  }

  /**
   * Unites records of one stay. Two records of one account are two stays, even if a third equals
   * both.
   */
  private void join(By by) {
    for (Member one : members) {
      for (Member other : members) {
        if (one.identity != null
            && other.identity != null
            && one.stay != other.stay
            && one.identity.sameAs(other.identity) == by
            && members.stream()
                .filter(m -> m.stay == one.stay)
                .noneMatch(m -> hasAccount(other.stay, m.snapshot))) {
          int joined = other.stay;
          members.stream().filter(m -> m.stay == joined).forEach(m -> m.stay = one.stay);
        }
      }
    }
  }

  private boolean hasAccount(int stay, Snapshot of) {
    return members.stream()
        .anyMatch(m -> m.stay == stay && m.snapshot.accountId().equals(of.accountId()));
  }

  /** The conflicts, each once for its two stays. */
  List<Common> conflicts() {
    Map<Stays, Pair> best = new HashMap<>();
    for (int i = 0; i < members.size(); i++) {
      for (int j = i + 1; j < members.size(); j++) {
        Member one = members.get(i);
        Member other = members.get(j);
        Pair pair = one.stay == other.stay ? null : pair(one, other);
        if (pair != null) {
          best.merge(
              new Stays(Math.min(one.stay, other.stay), Math.max(one.stay, other.stay)),
              pair,
              (first, second) -> Pair.BEST.compare(first, second) <= 0 ? first : second);
        }
      }
    }
    return best.values().stream().flatMap(pair -> pair.common().stream()).toList();
  }

  private Pair pair(Member one, Member other) {
    boolean isOfTwo = !one.snapshot.accountId().equals(other.snapshot.accountId());
    List<Common> common = new ArrayList<>();
    int place = Integer.MAX_VALUE;
    for (Nights first : one.nights) {
      for (Nights second : other.nights) {
        // A block in another account is often only a copy of the stay.
        boolean isNone = isOfTwo && (first.isOfBlock() || second.isOfBlock());
        if (!isNone
            && first.isRival(second)
            && mappings.isSame(first.place(), second.place())
            && first.overlaps(second)) {
          common.add(new Common(first, second, name(first, isOfTwo)));
          place = Math.min(place, mappings.place(first.place()));
        }
      }
    }
    return common.isEmpty()
        ? null
        : new Pair(common, isOfTwo, place, one.snapshot.id() + " " + other.snapshot.id());
  }

  private String name(Nights nights, boolean isOfTwo) {
    UnitMappings.Own own = mappings.owns().get(nights.place());
    return isOfTwo && own != null ? own.id() : nights.unitId();
  }
}
