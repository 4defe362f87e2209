package io.bellhop.monitor.inactivity;

import java.time.Instant;
import java.util.Arrays;

/**
 * Records in which ten-minute slots of the last twelve weeks an account sent something. An hour in
 * which no node ran is unknown, which differs from an hour without webhooks. Not thread-safe.
 */
final class ActivityHistory {
  static final int WEEK = 168;

  /** Enough for the four weeks of the usual pattern, and eight weeks of inactivity. */
  static final int HOURS = 12 * WEEK;

  /** The parts of an hour. Many webhooks in one part are a burst and count once. */
  static final int PARTS = 6;

  private static final long PART_SECONDS = 3600 / PARTS;
  private static final char UNKNOWN = '-';

  /**
   * The base of a character, to which each part of the hour adds a bit; the results are all
   * printable.
   */
  private static final char NOTHING = '0';

  private final char[] hours;
  private long end;

  /**
   * @param hours a character for each hour, the oldest first
   * @param end the hour after the last of them, counted from 1970
   */
  ActivityHistory(String hours, long end) {
    this.hours = hours.toCharArray();
    this.end = end;
  }

  /** A history without data before this hour. */
  static ActivityHistory unknown(Instant at) {
    return new ActivityHistory(String.valueOf(UNKNOWN).repeat(HOURS), hour(at));
  }

  static long part(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), PART_SECONDS);
  }

  static long hour(Instant at) {
    return hour(part(at));
  }

  static long hour(long part) {
    return Math.floorDiv(part, PARTS);
  }

  /** Whether an hour begins with this character. */
  static boolean isFirst(long part) {
    return Math.floorMod(part, PARTS) == 0;
  }

  static Instant begin(long part) {
    return Instant.ofEpochSecond(part * PART_SECONDS);
  }

  /** The text to store. */
  String text() {
    return new String(hours);
  }

  long end() {
    return end;
  }

  long first() {
    return end - HOURS;
  }

  /** Extends the history up to and including this hour. */
  void advance(long hour) {
    long by = hour + 1 - end;
    if (by <= 0) {
      return;
    }
    int kept = (int) Math.max(0, HOURS - by);
    System.arraycopy(hours, HOURS - kept, hours, 0, kept);
    Arrays.fill(hours, kept, HOURS, NOTHING);
    end = hour + 1;
  }

  /** Marks hours as unknown because no node ran; those with webhooks stay. */
  void forget(long from, long to) {
    for (long hour = Math.max(from, first()); hour <= Math.min(to, end - 1); hour++) {
      if (mask(hour) == 0) {
        hours[index(hour)] = UNKNOWN;
      }
    }
  }

  void sent(Instant at) {
    long part = part(at);
    if (has(hour(part))) {
      hours[index(hour(part))] = (char) (NOTHING + (mask(hour(part)) | bit(part)));
    }
  }

  boolean isKnown(long hour) {
    return has(hour) && hours[index(hour)] != UNKNOWN;
  }

  /** The number of parts of an hour in which the account sent something. */
  int count(long hour) {
    return Integer.bitCount(mask(hour));
  }

  /** The number of parts of all hours in which the account sent something. */
  int count() {
    int count = 0;
    for (long hour = first(); hour < end; hour++) {
      count += count(hour);
    }
    return count;
  }

  /**
   * A bit for each part of an hour in which the account sent something; the lowest bit is the first
   * part.
   */
  int mask(long hour) {
    return isKnown(hour) ? hours[index(hour)] - NOTHING : 0;
  }

  private boolean has(long hour) {
    return hour >= first() && hour < end;
  }

  private int index(long hour) {
    return (int) (hour - first());
  }

  private static int bit(long part) {
    return 1 << Math.floorMod(part, PARTS);
  }
}
