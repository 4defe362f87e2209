package io.bellhop.calendar;

import io.bellhop.crypto.Sha256;
import io.bellhop.identity.PropertyPlaces;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The texts of recently requested feeds. Thread-safe. */
final class FeedCache {
  /** The text may be this old here and again at the client: one minute in all. */
  static final Duration FRESH = Duration.ofSeconds(30);

  /** Each text has some tens of kilobytes. */
  private static final int MOST = 200;

  /** People still want to see guests who left this month; channels ignore them. */
  private static final int DAYS_BACK = 31;

  private static final int DAYS_AHEAD = 731;

  /**
   * The text of a calendar.
   *
   * @param version the version of the feed at that time
   */
  record Text(byte[] bytes, String tag, Instant version, Instant until) {}

  private final PropertyCalendars calendars;
  private final Clock clock;
  private final Map<UUID, Text> texts = new LinkedHashMap<>(16, 0.75f, true);

  FeedCache(PropertyCalendars calendars, Clock clock) {
    this.calendars = calendars;
    this.clock = clock;
  }

  Text of(CalendarFeed feed) throws SQLException {
    Instant now = clock.instant();
    synchronized (texts) {
      Text text = texts.get(feed.id());
      if (text != null && text.version().equals(feed.updatedAt()) && now.isBefore(text.until())) {
        return text;
      }
    }
    Text made = made(feed, now);
    synchronized (texts) {
      texts.put(feed.id(), made);
      if (texts.size() > MOST) {
        texts.remove(texts.keySet().iterator().next());
      }
    }
    return made;
  }

  private Text made(CalendarFeed feed, Instant now) throws SQLException {
    PropertyPlaces places = calendars.places(feed.accountId(), feed.propertyId());
    LocalDate today = LocalDate.ofInstant(now, calendars.zone(places));
    PropertyCalendar calendar =
        calendars.read(places, today.minusDays(DAYS_BACK), today.plusDays(DAYS_AHEAD));
    byte[] bytes = ICalendarText.of(feed, calendar).getBytes(StandardCharsets.UTF_8);
    return new Text(
        bytes, '"' + Sha256.hex(bytes).substring(0, 32) + '"', feed.updatedAt(), now.plus(FRESH));
  }
}
