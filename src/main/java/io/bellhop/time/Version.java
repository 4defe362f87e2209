package io.bellhop.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The version of a state of a record: a time from its provider, and the source of that time. Two
 * versions order two states only if both times come from the same clock and are credible.
 *
 * @param time as the provider writes it
 * @param clock the clock of the time; {@link #CHANGED} for the time of the last change
 * @param came when the state arrived, by our own clock
 */
public record Version(WrittenTime time, String clock, Instant came) {
  /** The clock that advances with every change of a record. */
  public static final String CHANGED = "";

  /**
   * The clock of webhooks whose records have no time; it is later than the change by an unknown
   * amount.
   */
  public static final String EVENTS = "events";

  /** The order of two states; UNKNOWN if their times do not determine it. */
  public enum Order {
    OLDER,
    SAME,
    NEWER,
    UNKNOWN
  }

  /** Clocks differ by seconds, and those of small providers by minutes. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** Earlier times are placeholders, because no system that sends webhooks is older. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  /** A clock with a constant error still orders times within a day. */
  private static final Duration ONE_WRONG_CLOCK = Duration.ofDays(1);

  public Version(Instant time, String clock, Instant came) {
    this(new WrittenTime(time, time), clock, came);
  }

  /**
   * Whether the time is credible: a state cannot have changed after it arrived, apart from the
   * difference of clocks.
   */
  public boolean isBelieved() {
    return !time.earliest().isAfter(came.plus(AHEAD)) && !time.latest().isBefore(FIRST);
  }

  /** Whether its clock shows a later time for each later state. */
  public boolean movesWithChanges() {
    return clock.equals(CHANGED) || clock.equals(EVENTS);
  }

  /**
   * Whether this state is certainly older than a moment of our own clock, despite the possible
   * difference of the clocks.
   */
  public boolean isSurelyBefore(Instant ours) {
    return movesWithChanges() && isBelieved() && time.latest().isBefore(ours.minus(AHEAD));
  }

  /**
   * Whether the record certainly changed after such a moment. If the provider's clock is ahead when
   * the state arrives, a difference smaller than that between clocks proves nothing.
   */
  public boolean isSurelyAfter(Instant ours) {
    boolean isAhead = time.earliest().isAfter(came);
    return isBelieved() && time.earliest().isAfter(isAhead ? ours.plus(AHEAD) : ours);
  }

  /** The order of this state relative to another. */
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
