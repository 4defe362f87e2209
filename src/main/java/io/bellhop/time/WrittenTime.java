package io.bellhop.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as a provider wrote it. A local time of the hour that a clock shows twice in autumn stands
 * for two instants, and so does a time in the hour that it skips in spring; of such a time only the
 * two bounds are known.
 *
 * @param earliest the earliest possible instant
 * @param latest the latest possible instant; the same unless the time is doubtful
 */
public record WrittenTime(Instant earliest, Instant latest) {
  /** No time is longer, and a regular expression should not search a long text. */
  private static final int LONGEST = 80;

  /** Earlier years are only placeholders, such as 0001-01-01. */
  private static final int FIRST_YEAR = 1900;

  private static final String ZONE =
      "\\s*(?<zone>[Zz]|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?(?:\\[(?<region>[A-Za-z0-9_/+-]+)])?";
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<year>\\d{4})[-/](?<month>\\d{2})[-/](?<day>\\d{2})(?:[Tt]|\\s+)"
              + "(?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?"
              + ZONE);
  private static final Pattern COMPACT =
      Pattern.compile(
          "(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})[Tt]?"
              + "(?<hour>\\d{2})(?<minute>\\d{2})(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?"
              + ZONE);

  /**
   * Seconds since 1970 for times since 1973, or milliseconds, microseconds and nanoseconds for
   * times since 2001.
   */
  private static final Pattern SINCE_1970 =
      Pattern.compile("(?<whole>\\d{9,10}|\\d{13}|\\d{16}|\\d{19})(?:\\.(?<fraction>\\d+))?");

  /**
   * Reads a time, which is in UTC if it names no zone.
   *
   * @return null if the text is not a time
   */
  public static WrittenTime read(String text) {
    return read(text, ZoneOffset.UTC);
  }

  /**
   * Reads any of the forms that providers write: with Z, an offset or none; with a space for the T;
   * without seconds or with any fraction of them; as seconds or smaller units since 1970; and as in
   * mail (RFC 1123).
   *
   * @param zone the zone of a time that names none
   * @return null if the text is not a time
   */
  public static WrittenTime read(String text, ZoneId zone) {
    if (text == null || text.length() > LONGEST) {
      return null;
    }
    String trimmed = text.trim();
    try {
      LocalDateTime usual = IsoTimeParser.read(trimmed);
      if (usual != null) {
        return usual.getYear() < FIRST_YEAR ? null : of(usual.toInstant(ZoneOffset.UTC));
      }
      Matcher since = SINCE_1970.matcher(trimmed);
      if (since.matches()) {
        return of(since1970(since.group("whole"), since.group("fraction")));
      }
      Matcher parts = PARTS.matcher(trimmed);
      if (parts.matches()) {
        return of(parts, zone);
      }
      Matcher compact = COMPACT.matcher(trimmed);
      if (compact.matches()) {
        return of(compact, zone);
      }
      return of(OffsetDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException | NumberFormatException e) {
      return null; // nineteen digits may exceed the range of a long
    }
  }

  private static WrittenTime of(Instant instant) {
    return new WrittenTime(instant, instant);
  }

  private static Instant since1970(String whole, String fraction) {
    long value = Long.parseLong(whole);
    return switch (whole.length()) {
      case 13 -> Instant.ofEpochMilli(value);
      case 16 -> Instant.ofEpochSecond(value / 1_000_000, value % 1_000_000 * 1_000);
      case 19 -> Instant.ofEpochSecond(value / 1_000_000_000, value % 1_000_000_000);
      default -> Instant.ofEpochSecond(value, nanos(fraction));
    };
  }

  private static WrittenTime of(Matcher parts, ZoneId zone) {
    int second = parts.group("second") == null ? 0 : number(parts, "second");
    LocalDateTime local =
        LocalDateTime.of(
            number(parts, "year"),
            number(parts, "month"),
            number(parts, "day"),
            number(parts, "hour"),
            number(parts, "minute"),
            withoutLeap(second),
            nanos(parts.group("fraction")));
    if (local.getYear() < FIRST_YEAR) {
      return null;
    }
    String written = parts.group("zone");
    if (written != null) {
      return of(local.toInstant(offset(written)));
    }
    String region = parts.group("region");
    return of(local, region == null ? zone : ZoneId.of(region));
  }

  /** Replaces the leap second, which some clocks write. */
  static int withoutLeap(int second) {
    return second == 60 ? 59 : second;
  }

  private static WrittenTime of(LocalDateTime local, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.size() == 1) {
      return of(local.toInstant(offsets.get(0)));
    }
    var change = zone.getRules().getTransition(local);
    Instant one = local.toInstant(change.getOffsetBefore());
    Instant other = local.toInstant(change.getOffsetAfter());
    return one.isBefore(other) ? new WrittenTime(one, other) : new WrittenTime(other, one);
  }

  private static ZoneOffset offset(String written) {
    boolean utc = Character.isLetter(written.charAt(0));
    return utc ? ZoneOffset.UTC : ZoneOffset.of(written);
  }

  private static int number(Matcher parts, String name) {
    return Integer.parseInt(parts.group(name));
  }

  /** Ignores more than nine digits, which no clock can measure. */
  private static int nanos(String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  /** Whether the time may be either of two instants. */
  public boolean isDoubtful() {
    return !earliest.equals(latest);
  }

  /** Whether this time is before the other one, whichever instants they are. */
  public boolean isBefore(WrittenTime other) {
    return latest.isBefore(other.earliest);
  }

  /** The earliest possible instant as a text in UTC. */
  public String utc() {
    return UtcTime.text(earliest);
  }
}
