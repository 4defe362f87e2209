package io.bellhop.calendar;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalWriter;
import biweekly.property.DateEnd;
import biweekly.property.DateStart;
import biweekly.property.Status;
import io.bellhop.calendar.PropertyCalendar.Entry;
import io.bellhop.event.Stay;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes a calendar as iCalendar (RFC 5545). The same stays result in the same text. */
final class ICalendarText {
  private static final String PRODUCT = "-//Bellhop//Bellhop//EN";

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  /** The longest line, in bytes of UTF-8 (RFC 5545, 3.1). */
  private static final int LONGEST_LINE = 75;

  /** The entry of a calendar without stays, because the standard requires a component. */
  private static final String NO_STAYS =
      """
      BEGIN:VTIMEZONE
      TZID:Etc/UTC
      BEGIN:STANDARD
      DTSTART:19700101T000000
      TZOFFSETFROM:+0000
      TZOFFSETTO:+0000
      END:STANDARD
      END:VTIMEZONE
      """
          .replace("\n", "\r\n");

  private ICalendarText() {}

  static String of(CalendarFeed feed, PropertyCalendar calendar) {
    ICalendar text = new ICalendar();
    text.setProductId(PRODUCT);
    // All calendar programs use this as the calendar's name.
    text.setExperimentalProperty("X-WR-CALNAME", escaped(feed.name()));
    for (Entry entry : calendar.entries()) {
      for (Stay.Part part : calendar.parts(entry, feed.unitId())) {
        // The position among all parts is stable: another record may hide different parts on
        // another day.
        text.addEvent(event(feed, entry, part, entry.stay().parts().indexOf(part)));
      }
    }
    StringWriter written = new StringWriter();
    try (ICalWriter writer = new ICalWriter(written, ICalVersion.V2_0)) {
      // The library counts characters, but the standard counts bytes.
      writer.getVObjectWriter().getFoldedLineWriter().setLineLength(null);
      writer.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String end = "END:VCALENDAR";
    return folded(
        text.getEvents().isEmpty()
            ? written.toString().replace(end, NO_STAYS + end)
            : written.toString());
  }

  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length() + text.length() / 20);
    int length = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      int bytes = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      boolean isBreak = character == '\r' || character == '\n';
      if (!isBreak && length + bytes > LONGEST_LINE) {
        folded.append("\r\n ");
        length = 1;
      }
      folded.appendCodePoint(character);
      length = isBreak ? 0 : length + bytes;
    }
    return folded.toString();
  }

  /** Escapes a text, as the library does for properties that it knows. */
  private static String escaped(String name) {
    return name.replaceAll("[\\\\;,]", "\\\\$0");
  }

  private static VEvent event(CalendarFeed feed, Entry entry, Stay.Part part, int number) {
    VEvent event = new VEvent();
    event.setUid(uid(entry.snapshotId(), number));
    // Not the last write of the record, which may be a change that the calendar does not show.
    event.setDateTimeStamp(Date.from(entry.knownAt()));
    event.setDateStart(new DateStart(date(part.arrival()), false));
    event.setDateEnd(new DateEnd(date(part.end()), false));
    event.setSummary(summary(feed, entry));
    event.setStatus(entry.stay().isPending() ? Status.tentative() : Status.confirmed());
    return event;
  }

  /** Stable for as long as the record exists, without the provider's id. */
  private static String uid(String snapshotId, int number) {
    String name = number == 0 ? snapshotId : snapshotId + "#" + number;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + "@bellhop";
  }

  /** The library writes days in this machine's time zone, so this creates them in it. */
  private static Date date(LocalDate day) {
    return Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
  }

  private static String summary(CalendarFeed feed, Entry entry) {
    Stay stay = entry.stay();
    // iCalendar forbids these characters, and a provider may send any.
    String guest = CONTROLS.matcher(entry.guest()).replaceAll(" ").strip();
    if (feed.guestNames() && !guest.isEmpty()) {
      return guest;
    }
    return stay.isBlock() ? "Blocked" : stay.isPending() ? "Held" : "Booked";
  }
}
