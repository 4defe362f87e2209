package io.bellhop.calendar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.calendar.PropertyCalendar.Entry;
import io.bellhop.event.Stay;
import io.bellhop.event.StayIdentity;
import io.bellhop.identity.PropertyPlaces;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calendar programs get of odd stays. */
class ICalendarTextTest {
  private static final Instant KNOWN = Instant.parse("2026-11-01T10:00:00Z");
  private static final LocalDate FIRST = LocalDate.parse("2027-03-01");

  private final UUID pms = new UUID(0, 1);
  private final UUID manager = new UUID(0, 2);

  @Test
  void a_house_with_five_thousand_stays_has_one_event_for_each_and_lines_of_75_bytes() {
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      LocalDate arrival = FIRST.plusDays(i % 700);
      String guest =
          "\u00c5sa; \\, \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \u6771\u4eac "
                  .repeat(i % 9)
              + i;
      all.add(entry(pms, "r" + i, guest, part("room" + i % 60, arrival, 1 + i % 4)));
    }

    String text = ICalendarText.of(feed("Sea\r\nEND:VCALENDAR", true), of(all));

    ICalendar read = Biweekly.parse(text).first();
    assertThat(Biweekly.parse(text).all()).hasSize(1);
    assertThat(read.getEvents()).hasSize(5_000);
    assertThat(read.getEvents().stream().map(event -> event.getUid().getValue()))
        .doesNotHaveDuplicates();
    assertThat(read.getEvents().get(8).getSummary().getValue()).isEqualTo(all.get(8).guest());
    assertThat(text.split("\r\n"))
        .allSatisfy(line -> assertThat(line.getBytes(UTF_8)).hasSizeLessThan(76))
        .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\r"));
  }

  @Test
  void a_part_keeps_its_uid_whatever_another_record_of_the_stay_shows() {
    Stay.Part first = part("attic", FIRST, 2);
    Stay.Part second = part("cellar", FIRST.plusDays(2), 3);
    Entry moving = entry(manager, "M", "Ida", first, second);
    Entry other = entry(pms, "P", "Ida", first);

    String alone = ICalendarText.of(feed("Sea", false), of(List.of(moving)));
    String both = ICalendarText.of(feed("Sea", false), of(List.of(other, moving)));

    assertThat(starts(both)).containsExactly("20270301", "20270303");
    assertThat(uids(both).get(1)).isEqualTo(uids(alone).get(1));
    assertThat(uids(both)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Europe/Berlin",
        // Its clocks skip midnight, and half an hour.
        "America/Santiago",
        "Australia/Lord_Howe"
      })
  void days_are_the_same_wherever_the_hub_is_and_whatever_its_clocks_do(String zone) {
    TimeZone usual = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      List<Entry> all = new ArrayList<>();
      List<String> arrivals =
          List.of(
              "2027-02-28",
              "2027-03-28",
              "2027-04-03",
              "2027-09-04",
              "2027-10-02",
              "2027-10-31",
              "2027-12-31",
              "2028-02-28",
              "2028-02-29");
      for (String arrival : arrivals) {
        all.add(entry(pms, arrival, arrival, part("attic", LocalDate.parse(arrival), 1)));
      }

      String text = ICalendarText.of(feed("Sea", false), of(all));

      assertThat(starts(text))
          .isEqualTo(arrivals.stream().map(day -> day.replace("-", "")).toList());
      assertThat(lines(text, "DTEND;VALUE=DATE:"))
          .containsExactly(
              "20270301",
              "20270329",
              "20270404",
              "20270905",
              "20271003",
              "20271101",
              "20280101",
              "20280229",
              "20280301");
      assertThat(Biweekly.parse(text).first().validate(ICalVersion.V2_0).isEmpty()).isTrue();
    } finally {
      TimeZone.setDefault(usual);
    }
  }

  @Test
  void a_calendar_without_stays_has_the_component_that_the_standard_wants_and_no_event() {
    String text = ICalendarText.of(feed("Sea", false), of(List.of()));

    ICalendar read = Biweekly.parse(text).first();

    assertThat(text).contains("\r\nBEGIN:VTIMEZONE\r\n").endsWith("END:VCALENDAR\r\n");
    assertThat(read.getEvents()).isEmpty();
    assertThat(read.getTimezoneInfo().getTimezones()).hasSize(1);
  }

  private static List<String> starts(String text) {
    return lines(text, "DTSTART;VALUE=DATE:");
  }

  private static List<String> uids(String text) {
    return lines(text, "UID:");
  }

  private static List<String> lines(String text, String beginning) {
    return text.lines()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .toList();
  }

  private CalendarFeed feed(String name, boolean guestNames) {
    return new CalendarFeed(new UUID(1, 1), pms, "house", null, name, guestNames, KNOWN);
  }

  private PropertyCalendar of(List<Entry> entries) {
    List<PropertyPlaces.Place> places =
        List.of(
            new PropertyPlaces.Place(pms, "house", null, "house"),
            new PropertyPlaces.Place(manager, "listing", null, "house"));
    return new PropertyCalendar(new PropertyPlaces("house", places, Map.of()), entries);
  }

  private static Stay.Part part(String unit, LocalDate arrival, int nights) {
    return new Stay.Part(unit, arrival, arrival.plusDays(nights));
  }

  /** Those of one guest are records of one stay: they have one code. */
  private static Entry entry(UUID account, String id, String guest, Stay.Part... parts) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("id", id).put("channel", "AIRBNB").put("status", "CONFIRMED");
    record.putObject("codes").put("confirmationCode", "HMX" + Math.abs(guest.hashCode()));
    return new Entry(
        account,
        account + "/reservation/" + id,
        new Stay(Stay.RESERVATION, id, "house", "CONFIRMED", List.of(parts)),
        KNOWN,
        guest,
        StayIdentity.of(account, Stay.RESERVATION, record, Set.of()));
  }
}
