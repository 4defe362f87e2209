package io.bellhop.calendar;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.DateEnd;
import biweekly.property.DateStart;
import biweekly.property.LastModified;
import biweekly.property.Status;
import io.bellhop.calendar.PropertyCalendar.Entry;
import io.bellhop.event.Stay;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Writes a calendar as iCalendar (RFC 5545). The same stays give the same text. */
final class ICalendarText {
  private static final String PRODUCT = "-//Bellhop//Bellhop//EN";

  private ICalendarText() {}

  static String of(CalendarFeed feed, PropertyCalendar calendar) {
    ICalendar text = new ICalendar();
    text.setProductId(PRODUCT);
    // What all calendar programs read as a calendar's name.
    text.setExperimentalProperty("X-WR-CALNAME", escaped(feed.name()));
    for (Entry entry : calendar.entries()) {
      List<Stay.Part> parts = calendar.parts(entry, feed.unitId());
      for (int i = 0; i < parts.size(); i++) {
        text.addEvent(event(feed, entry, parts.get(i), i));
      }
    }
    return Biweekly.write(text).go();
  }

  /** As the library does for all properties that it knows. */
  private static String escaped(String name) {
    return name.replaceAll("[\\\\;,]", "\\\\$0");
  }

  private static VEvent event(CalendarFeed feed, Entry entry, Stay.Part part, int number) {
    VEvent event = new VEvent();
    event.setUid(uid(entry.snapshotId(), number));
    Date changed = Date.from(entry.changedAt());
    event.setDateTimeStamp(changed);
    event.setLastModified(new LastModified(changed));
    event.setDateStart(new DateStart(date(part.arrival()), false));
    event.setDateEnd(new DateEnd(date(part.end()), false));
    event.setSummary(summary(feed, entry));
    event.setStatus(entry.stay().isPending() ? Status.tentative() : Status.confirmed());
    return event;
  }

  /** The same for as long as the record is there, and it does not show the provider's id. */
  private static String uid(String snapshotId, int number) {
    String name = number == 0 ? snapshotId : snapshotId + "#" + number;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + "@bellhop";
  }

  /** The library writes days in the time zone of this machine, so they are made in it. */
  private static Date date(LocalDate day) {
    return Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
  }

  private static String summary(CalendarFeed feed, Entry entry) {
    Stay stay = entry.stay();
    if (feed.guestNames() && !entry.guest().isBlank()) {
      return entry.guest();
    }
    return stay.isBlock() ? "Blocked" : stay.isPending() ? "Held" : "Booked";
  }
}
