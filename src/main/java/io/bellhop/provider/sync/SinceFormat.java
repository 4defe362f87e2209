package io.bellhop.provider.sync;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The format in which a provider's list expects the time since which it returns changes. Immutable.
 */
interface SinceFormat {
  /** The time, as written in the list's path. */
  String text(Instant since);

  /** The time, encoded for a path or query. */
  default String encoded(Instant since) {
    return URLEncoder.encode(text(since), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * @param format seconds or milliseconds since 1970, a pattern and a zone, or empty for ISO-8601
   *     in UTC
   * @throws IllegalArgumentException with the correct form
   */
  static SinceFormat of(String format) {
    String stripped = format.strip();
    return switch (stripped) {
      case "" -> Instant::toString;
      case "seconds" -> since -> Long.toString(since.getEpochSecond());
      case "milliseconds" -> since -> Long.toString(since.toEpochMilli());
      default -> Local.of(stripped);
    };
  }

  /** A pattern of Java's DateTimeFormatter on the clock of a zone. */
  record Local(DateTimeFormatter pattern, ZoneId zone) implements SinceFormat {
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private static Local of(String format) {
      int blank = format.lastIndexOf(' ');
      if (blank < 0) {
        throw wrong(format, "it names no zone");
      }
      String pattern = format.substring(0, blank).strip();
      String letters = QUOTED.matcher(pattern).replaceAll("");
      if (letters.contains("Y") || letters.contains("D")) {
        throw wrong(
            format, "Y means the year of a week and D the day of a year: write yyyy and dd");
      }
      if (letters.contains("h") && !letters.contains("a")) {
        throw wrong(format, "h only counts to 12: write HH");
      }
      if (!letters.matches(".*[yu].*") || !letters.contains("M") || !letters.contains("d")) {
        throw wrong(format, "it must have a year, a month and a day");
      }
      try {
        ZoneId zone = ZoneId.of(format.substring(blank + 1));
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        formatter.format(Instant.EPOCH.atZone(zone));
        return new Local(formatter, zone);
      } catch (DateTimeException | IllegalArgumentException e) {
        throw wrong(format, e.getMessage());
      }
    }

    private static IllegalArgumentException wrong(String format, String why) {
      return new IllegalArgumentException(
          "parameter sinceFormat was \""
              + format
              + "\" ("
              + why
              + "): write seconds, milliseconds, or a pattern and a zone, as in"
              + " yyyy-MM-dd HH:mm:ss Europe/Amsterdam");
    }

    @Override
    public String text(Instant since) {
      ZonedDateTime local = since.atZone(zone);
      ZoneOffsetTransition twice = zone.getRules().getTransition(local.toLocalDateTime());
      // At the end of summer time an hour occurs twice; if the provider read the later one, the
      // sync would miss an hour of changes.
      return pattern.format(
          twice != null && twice.isOverlap() ? before(twice.getDateTimeAfter()) : local);
    }

    private ZonedDateTime before(LocalDateTime overlap) {
      return overlap.minusSeconds(1).atZone(zone);
    }
  }
}
