package io.bellhop.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.support.Store;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calendar of a property over the API. */
class CalendarApiTest {
  @Nested
  class OnH2 extends Cases {
    OnH2() {
      super(Store.H2);
    }
  }

  @Nested
  @Tag("slow")
  class OnPostgres extends Cases {
    OnPostgres() {
      super(Store.POSTGRESQL);
    }
  }

  abstract static class Cases extends CalendarTwinCases {
    Cases(Store store) {
      super(store);
    }

    @Test
    void each_day_has_what_takes_its_night() throws Exception {
      record("reservation", "1", "2026-11-20 2026-12-02", ",'status':'CONFIRMED'");
      record("reservation", "2", "2026-12-02 2026-12-03", ",'status':'PENDING'");
      record("block", "3", "2026-12-05 2026-12-06", "");
      record("reservation", "4", "2026-12-05 2026-12-09", ",'status':'CANCELLED'");
      record("reservation", "5", "2026-12-06 2026-12-08", ",'status':'CONFIRMED'");
      record("block", "6", "2026-12-07 2026-12-08", "");

      assertThat(days(WEEK))
          .containsExactly(
              "01 booked 1",
              "02 held 2",
              "03 free",
              "04 free",
              "05 blocked 3",
              "06 booked 5",
              "07 booked 5+6");
    }

    @Test
    void a_property_with_several_units_is_taken_in_parts() throws Exception {
      record("reservation", "1", "2026-12-01 2026-12-03", ",'unitIds':['a']");
      record("reservation", "2", "2026-12-02 2026-12-04", ",'roomTypeIds':['double']");
      record("block", "3", "2026-12-04 2026-12-05", "");

      assertThat(days(WEEK).subList(0, 5))
          .containsExactly(
              "01 partly 1", "02 partly 1+2", "03 partly 2", "04 blocked 3", "05 free");
      assertThat(days(WEEK + "&unit_id=a").subList(0, 5))
          .containsExactly("01 booked 1", "02 booked 1", "03 free", "04 blocked 3", "05 free");
      assertThat(get(WEEK, 200).at("/data/attributes/unit_ids").toString()).isEqualTo("[\"a\"]");
    }

    @Test
    void a_guest_who_moves_on_is_in_the_calendars_of_both_properties() throws Exception {
      record(
          "reservation",
          "1",
          "2026-12-01 2026-12-05",
          ",'unitIds':['home','annex'],'rooms':[{'unitId':'home','departureDate':'2026-12-03'},"
              + "{'unitId':'annex','arrivalDate':'2026-12-03'}]");
      sql(
          "insert into calendar_stay (unit, arrival_date, departure_date, snapshot_id)"
              + " values ('%1$s/annex', '2026-12-03', '2026-12-05', '%1$s/reservation/1')"
                  .formatted(account.id()));
      snapshot(account.id(), "property", "annex", "annex", false);

      assertThat(days(WEEK).subList(0, 3)).containsExactly("01 booked 1", "02 booked 1", "03 free");
      assertThat(days(WEEK.replace("home", "annex")).subList(0, 6))
          .containsExactly(
              "01 free", "02 free", "03 booked 1", "04 booked 1", "05 free", "06 free");
    }

    @Test
    void a_pending_guest_who_moves_on_is_in_the_calendars_of_both_properties() throws Exception {
      record(
          "reservation",
          "1",
          "2026-12-01 2026-12-05",
          ",'status':'PENDING','unitIds':['home','annex'],"
              + "'rooms':[{'unitId':'home','departureDate':'2026-12-03'},"
              + "{'unitId':'annex','arrivalDate':'2026-12-03'}]");
      sql(
          "insert into calendar_stay (unit, arrival_date, departure_date, snapshot_id)"
              + " values ('held:%1$s/annex', '2026-12-03', '2026-12-05', '%1$s/reservation/1')"
                  .formatted(account.id()));
      snapshot(account.id(), "property", "annex", "annex", false);

      assertThat(days(WEEK.replace("home", "annex")).subList(1, 5))
          .containsExactly("02 free", "03 held 1", "04 held 1", "05 free");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago"})
    void today_is_that_of_the_property(String zone) throws Exception {
      snapshot(account.id(), "property", "home", "home", false);
      LocalDate before = LocalDate.now(clock.withZone(ZoneId.of(zone)));
      sql("update snapshot set record = '{\"id\":\"home\",\"timezone\":\"%s\"}'".formatted(zone));

      JsonNode calendar = get("/properties/home/calendar", 200).at("/data/attributes");
      assertThat(calendar.path("timezone").asText()).isEqualTo(zone);
      LocalDate from = LocalDate.parse(calendar.path("from").asText());
      assertThat(from).isBetween(before, LocalDate.now(clock.withZone(ZoneId.of(zone))));
      assertThat(calendar.path("days")).hasSize(90);
    }

    @ParameterizedTest
    @CsvSource({
      // A leap day; the nights in which clocks go forward and back; the last night of a year.
      "Pacific/Kiritimati, 2028-02-28, 2028-03-01, 28 29",
      "Pacific/Pago_Pago, 2028-02-29, 2028-03-01, 29",
      "America/Santiago, 2027-09-04, 2027-09-06, 04 05",
      "Europe/Berlin, 2027-03-27, 2027-03-29, 27 28",
      "Europe/Berlin, 2027-10-30, 2027-11-01, 30 31",
      "Pacific/Kiritimati, 2027-12-31, 2028-01-01, 31"
    })
    void nights_are_those_of_the_record_whatever_the_clocks_of_the_property_do(
        String zone, LocalDate arrival, LocalDate departure, String nights) throws Exception {
      snapshot(account.id(), "property", "home", "home", false);
      sql("update snapshot set record = '{\"id\":\"home\",\"timezone\":\"%s\"}'".formatted(zone));
      record("reservation", "1", arrival + " " + departure, ",'status':'CONFIRMED'");

      List<String> days =
          days(
              "/properties/home/calendar?from=%s&to=%s".formatted(arrival.minusDays(1), departure));

      assertThat(days.stream().filter(day -> day.endsWith(" booked 1")))
          .containsExactly(
              Stream.of(nights.split(" ")).map(n -> n + " booked 1").toArray(String[]::new));
      assertThat(days).hasSize((int) arrival.minusDays(1).until(departure, ChronoUnit.DAYS) + 1);
    }

    @Test
    void a_feed_is_icalendar_that_a_parser_reads_with_an_excluded_end() throws Exception {
      record(
          "reservation",
          "1",
          "2026-05-01 2026-05-04",
          ",'status':'CONFIRMED','primaryGuest':{'name':'Anna, Schmidt'}");
      record("reservation", "2", "2026-05-04 2026-05-06", ",'status':'PENDING'");
      record("block", "3", "2026-05-10 2026-05-11", "");
      record("reservation", "4", "2026-05-12 2026-05-14", ",'status':'CANCELLED'");
      record("reservation", "5", "2026-03-01 2026-03-31", ",'status':'CONFIRMED'");

      String text = text(feed(",'name':'Seaside; home'"));

      ICalendar calendar = Biweekly.parse(text).first();
      assertThat(calendar.validate(ICalVersion.V2_0).isEmpty()).as(text).isTrue();
      assertThat(text.split("\r\n")).allSatisfy(line -> assertThat(line).hasSizeLessThan(76));
      assertThat(lines(text, "DTSTART;VALUE=DATE:"))
          .containsExactly("20260501", "20260504", "20260510");
      assertThat(lines(text, "DTEND;VALUE=DATE:"))
          .containsExactly("20260504", "20260506", "20260511");
      assertThat(lines(text, "SUMMARY:")).containsExactly("Booked", "Held", "Blocked");
      assertThat(lines(text, "STATUS:")).containsExactly("CONFIRMED", "TENTATIVE", "CONFIRMED");
      assertThat(lines(text, "X-WR-CALNAME:")).containsExactly("Seaside\\; home");
      assertThat(lines(text, "UID:")).doesNotHaveDuplicates().hasSize(3);
      assertThat(text).doesNotContain("Anna");
      assertThat(lines(text(feed(",'guest_names':true")), "SUMMARY:").get(0))
          .isEqualTo("Anna\\, Schmidt");
    }

    @Test
    void a_feed_has_no_control_characters_and_no_line_of_more_than_75_bytes() throws Exception {
      String smiles = "\ud83d\ude00".repeat(40);
      String guest = ",'primaryGuest':{'name':'An\\u0007na\\nDTSTART:1 %s'}".formatted(smiles);
      record("reservation", "1", "2026-05-01 2026-05-04", guest);

      String text = text(feed(",'guest_names':true"));

      assertThat(text.lines())
          .allSatisfy(line -> assertThat(line.getBytes(UTF_8)).hasSizeLessThan(76))
          .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cc}"));
      assertThat(Biweekly.parse(text).first().getEvents().get(0).getSummary().getValue())
          .isEqualTo("An na DTSTART:1 " + smiles);
    }

    @Test
    void an_event_keeps_its_uid_when_its_days_change_and_goes_when_it_is_cancelled()
        throws Exception {
      record("reservation", "1", "2026-05-01 2026-05-04", "");
      JsonNode feed = feed("");
      String first = text(feed);
      var again =
          request(
              "GET",
              path(feed),
              null,
              "If-None-Match",
              request("GET", path(feed), null).headers().firstValue("etag").orElseThrow());
      assertThat(again.statusCode()).isEqualTo(304);

      sql("delete from snapshot");
      record("reservation", "1", "2026-05-02 2026-05-05", "");
      assertThat(text(feed)).as("within the half minute it is as it was").isEqualTo(first);
      feedClock.forward(Duration.ofSeconds(30));
      String moved = text(feed);
      assertThat(lines(moved, "UID:")).isEqualTo(lines(first, "UID:"));
      assertThat(lines(moved, "DTSTART;VALUE=DATE:")).containsExactly("20260502");

      sql("update snapshot set deleted = true");
      feedClock.forward(Duration.ofSeconds(30));
      assertThat(lines(text(feed), "UID:")).isEmpty();
    }

    @Test
    void a_calendar_in_which_nothing_has_changed_has_the_same_bytes_and_is_not_sent_again()
        throws Exception {
      record("reservation", "1", "2026-05-01 2026-05-04", ",'status':'CONFIRMED'");
      JsonNode feed = feed("");
      String text = text(feed);
      String tag = request("GET", path(feed), null).headers().firstValue("etag").orElseThrow();
      sql("update snapshot set updated_at = updated_at + interval '3' hour, version = updated_at");
      feedClock.forward(Duration.ofSeconds(30));

      assertThat(text(feed)).isEqualTo(text);
      for (String known : List.of(tag, "W/" + tag, "\"other\", W/" + tag, "*")) {
        assertThat(request("GET", path(feed), null, "If-None-Match", known).statusCode())
            .as(known)
            .isEqualTo(304);
      }
      for (String other : List.of("\"other\"", "W/\"other\"", tag.replace("\"", ""))) {
        assertThat(request("GET", path(feed), null, "If-None-Match", other).statusCode())
            .as(other)
            .isEqualTo(200);
      }
    }

    @Test
    void a_feed_of_a_unit_has_what_takes_the_whole_property_too() throws Exception {
      record("reservation", "1", "2026-05-01 2026-05-03", ",'unitIds':['a']");
      record("reservation", "2", "2026-05-04 2026-05-06", ",'unitIds':['b']");
      record("block", "3", "2026-05-07 2026-05-08", "");

      assertThat(lines(text(feed(",'unit_id':'a'")), "DTSTART;VALUE=DATE:"))
          .containsExactly("20260501", "20260507");
    }

    @Test
    void a_url_ends_at_once_when_it_is_replaced_or_switched_off() throws Exception {
      record("block", "1", "2026-05-01 2026-05-03", "");
      JsonNode feed = feed("");
      String id = "/calendar_feeds/" + feed.path("id").asText();
      text(feed);
      assertThat(get(id, 200).at("/data/attributes").has("url")).isFalse();
      assertThat(get("/calendar_feeds?property_id=home", 200).path("data")).hasSize(1);
      assertThat(
              number(
                  "select count(*) from calendar_feed where token_hash = '%s'"
                      .formatted(path(feed).substring(11, 51))))
          .isZero();

      JsonNode rotated = call("POST", id + "/rotate", null, 200).path("data");
      assertThat(request("GET", path(feed), null).statusCode()).isEqualTo(404);
      text(rotated);
      call("PUT", id, "{\"calendar_feed\":{\"is_active\":false}}", 200);
      assertThat(request("GET", path(rotated), null).statusCode()).isEqualTo(404);
      call("PUT", id, "{\"calendar_feed\":{\"is_active\":true,\"property_id\":\"home\"}}", 200);
      text(rotated);
      call("PUT", id, "{\"calendar_feed\":{\"property_id\":\"other\"}}", 422);
      call("DELETE", id, null, 200);
      assertThat(request("GET", path(rotated), null).statusCode()).isEqualTo(404);
      assertThat(
              number(
                  "select count(*) from audit where object_id = '%s'"
                      .formatted(feed.path("id").asText())))
          .isEqualTo(5);
    }

    @Test
    void a_feed_needs_a_property_that_is_known() throws Exception {
      assertThat(
              call(
                      "POST",
                      "/calendar_feeds",
                      "{\"calendar_feed\":{\"integration_account_id\":\"%s\",\"property_id\":\"nowhere\"}}"
                          .formatted(account.id()),
                      422)
                  .at("/errors/details/property_id"))
          .hasSize(1);
      assertThat(
              call("POST", "/calendar_feeds", "{\"calendar_feed\":{}}", 422).at("/errors/details"))
          .hasSize(2);
      assertThat(request("GET", "/calendars/" + "0".repeat(40) + ".ics", null).statusCode())
          .isEqualTo(404);
      assertThat(request("GET", "/calendars/x.ics", null).statusCode()).isEqualTo(404);
      assertThat(request("POST", "/calendars/x.ics", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void what_cannot_be_meant_is_refused() throws Exception {
      get("/properties/nowhere/calendar", 404);
      record("block", "1", "2026-12-01 2026-12-02", "");
      for (String to : List.of("2026-11-30", "2028-12-02")) {
        String path = "/properties/home/calendar?from=2026-12-01&to=" + to;
        assertThat(get(path, 422).at("/errors/details/to")).hasSize(1);
      }
      get("/properties/home/calendar?from=today", 422);
      get("/properties/home", 404);
    }
  }
}
