package io.bellhop.time;

import java.time.Duration;
import java.time.Instant;

/**
 * How new a state of a record is: a time of its provider, and what is known about that time. Two
 * versions order two states only where both times come from one clock and may be believed.
 *
 * @param time as the provider writes it
 * @param clock the clock that it comes from; {@link #CHANGED} for the time of the last change
 * @param came when the state came here, by our own clock
 */
public record Version(WrittenTime time, String clock, Instant came) {
  /** The clock that moves with every change of a record. */
  public static final String CHANGED = "";

  /** That of webhooks whose records have no time: later than the change, by an unknown amount. */
  public static final String EVENTS = "events";

  /** How two states stand to each other; UNKNOWN where their times do not show it. */
  public enum Order {
    OLDER,
    SAME,
    NEWER,
    UNKNOWN
  }

  /** Clocks differ by seconds, and those of small providers by minutes. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** Times before it are placeholders: no system that sends webhooks is older. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  /** A clock that goes wrong by a constant still orders what it stamps within a day. */
  private static final Duration ONE_WRONG_CLOCK = Duration.ofDays(1);

  public Version(Instant time, String clock, Instant came) {
    this(new WrittenTime(time, time), clock, came);
  }

  /** Nothing can have been changed later than it came here, but for what clocks differ by. */
  public boolean isBelieved() {
    return !time.earliest().isAfter(came.plus(AHEAD)) && !time.latest().isBefore(FIRST);
  }

  /** Whether its clock shows a later time for each later state. */
  public boolean movesWithChanges() {
    return clock.equals(CHANGED) || clock.equals(EVENTS);
  }

  /**
   * Whether this is how the record was before a moment of our own clock, by however much the two
   * clocks differ.
   */
  public boolean isSurelyBefore(Instant ours) {
    return movesWithChanges() && isBelieved() && time.latest().isBefore(ours.minus(AHEAD));
  }

  /**
   * Whether the record was changed after such a moment. A clock that is ahead when the state comes
   * proves nothing by less than clocks differ.
   */
  public boolean isSurelyAfter(Instant ours) {
    boolean isAhead = time.earliest().isAfter(came);
    return isBelieved() && time.earliest().isAfter(isAhead ? ours.plus(AHEAD) : ours);
  }

  /** How this state stands to another one. */
  public Order comparedWith(Version other) {
    if (!clock.equals(other.clock) || !isComparable(other)) {
      return Order.UNKNOWN;
    }
    if (time.isBefore(other.time)) {
      return Order.OLDER;
    }
    if (other.time.isBefore(time)) {
      return Order.NEWER;
    }
    return time.isDoubtful() || other.time.isDoubtful() ? Order.UNKNOWN : Order.SAME;
  }

  private boolean isComparable(Version other) {
    if (isBelieved() && other.isBelieved()) {
      return true;
    }
    Duration apart = Duration.between(time.earliest(), other.time.earliest()).abs();
    return !isBelieved() && !other.isBelieved() && apart.compareTo(ONE_WRONG_CLOCK) < 0;
  }
}
