package io.bellhop.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.store.Sql;
import io.bellhop.support.Store;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

  abstract static class Cases extends ApiOnStore {
    private static final String WEEK = "/properties/home/calendar?from=2026-12-01&to=2026-12-07";
    private Account account;

    Cases(Store store) {
      super(store);
    }

    @BeforeEach
    void account() throws Exception {
      account =
          accounts.create(Account.builder().provider("pms").name("a").workspaceId("w").build());
    }

    private void record(String type, String id, String dates, String more) throws Exception {
      record(account, type, id, dates, more);
    }

    private void record(Account of, String type, String id, String dates, String more)
        throws Exception {
      String[] ends = dates.split(" ");
      String json =
          "{\"id\":\"%s\",\"propertyId\":\"home\",\"arrivalDate\":\"%s\",\"departureDate\":\"%s\"%s}"
              .formatted(id, ends[0], ends[1], more.replace('\'', '"'));
      snapshot(of.id(), type, id, "home", false);
      database.durably(
          connection ->
              Sql.update(
                  connection,
                  "update snapshot set record = ?, arrival_date = ?, departure_date = ? where id = ?",
                  json,
                  LocalDate.parse(ends[0]),
                  LocalDate.parse(ends[1]),
                  of.id() + "/" + type + "/" + id));
    }

    private List<String> days(String path) throws Exception {
      List<String> days = new ArrayList<>();
      for (JsonNode day : get(path, 200).at("/data/attributes/days")) {
        List<String> ids = day.path("records").findValuesAsText("id");
        days.add(
            day.path("date").asText().substring(8)
                + " "
                + day.path("status").asText()
                + (ids.isEmpty() ? "" : " " + String.join("+", ids)));
      }
      return days;
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

    @Test
    void today_is_that_of_the_property() throws Exception {
      snapshot(account.id(), "property", "home", "home", false);
      String zone = "Pacific/Kiritimati";
      sql("update snapshot set record = '{\"id\":\"home\",\"timezone\":\"%s\"}'".formatted(zone));

      JsonNode calendar = get("/properties/home/calendar", 200).at("/data/attributes");
      assertThat(calendar.path("timezone").asText()).isEqualTo(zone);
      LocalDate from = LocalDate.parse(calendar.path("from").asText());
      assertThat(from)
          .isBetween(
              LocalDate.now(clock.withZone(ZoneId.of(zone))).minusDays(1),
              LocalDate.now(clock.withZone(ZoneId.of(zone))));
      assertThat(calendar.path("days")).hasSize(90);
    }

    @Test
    void two_accounts_with_the_same_property_are_not_mixed() throws Exception {
      record("block", "1", "2026-12-01 2026-12-02", "");
      Account other =
          accounts.create(Account.builder().provider("pms").name("b").workspaceId("v").build());
      record(other, "block", "2", "2026-12-02 2026-12-03", "");

      assertThat(get(WEEK, 422).at("/errors/details/integration_account_id")).hasSize(1);
      assertThat(days(WEEK + "&integration_account_id=" + other.id()).subList(0, 2))
          .containsExactly("01 free", "02 blocked 2");
    }

    /** The manager of channels that has the same home as the account, as `listing`. */
    private Account manager() throws Exception {
      Account manager =
          accounts.create(Account.builder().provider("pms").name("b").workspaceId("w").build());
      map(account, "home", null, "seaside", 201);
      map(manager, "listing", null, "seaside", 201);
      return manager;
    }

    private JsonNode map(Account of, String property, String unit, String ownId, int status)
        throws Exception {
      String body =
          "{'property_mapping':{'integration_account_id':'%s','property_id':'%s','own_id':'%s'%s}}"
              .formatted(of.id(), property, ownId, unit == null ? "" : ",'unit_id':'" + unit + "'");
      return call("POST", "/property_mappings", body.replace('\'', '"'), status).path("data");
    }

    private void twin(Account of, String id, String dates, String code, String more)
        throws Exception {
      record(
          of,
          "reservation",
          id,
          dates,
          ",'channel':'AIRBNB','codes':{'confirmationCode':'%s'}%s".formatted(code, more));
      sql(
          "insert into record_term (term, snapshot_id) values ('code %s', '%s/reservation/%s')"
              .formatted(code.toLowerCase(Locale.ROOT), of.id(), id));
    }

    /** What {@link #record} writes is of the property home. */
    private void moveTo(Account of, String property) throws Exception {
      sql(
          ("update snapshot set property_id = '%1$s',"
                  + " record = replace(cast(record as varchar), '\"home\"', '\"%1$s\"')"
                  + " where account_id = '%2$s'")
              .formatted(property, of.id()));
    }

    @Test
    void a_stay_that_two_accounts_know_is_one_in_the_calendar_of_the_own_id() throws Exception {
      Account manager = manager();
      twin(account, "1", "2026-12-01 2026-12-03", "HM123456", ",'status':'CONFIRMED'");
      twin(manager, "A", "2026-12-01 2026-12-04", "HM123456", ",'status':'CONFIRMED'");
      record(manager, "block", "B", "2026-12-05 2026-12-06", "");
      moveTo(manager, "listing");

      String week = WEEK.replace("home", "seaside");
      List<String> once =
          List.of("01 booked 1+A", "02 booked 1+A", "03 booked A", "04 free", "05 blocked B");
      assertThat(days(week).subList(0, 5)).isEqualTo(once);
      assertThat(days(WEEK).subList(0, 5)).as("by the provider's id").isEqualTo(once);
      JsonNode calendar = get(week, 200).at("/data/attributes");
      assertThat(calendar.at("/days/0/records")).hasSize(1);
      assertThat(calendar.at("/days/0/records/0/links/0/id").asText()).isEqualTo("A");
      assertThat(calendar.path("places").findValuesAsText("property_id"))
          .containsExactly("home", "listing");
      sql("update snapshot set arrival_date = '2026-05-01', departure_date = '2026-05-04'");
      sql("update snapshot set record = replace(cast(record as varchar), '2026-12', '2026-05')");
      assertThat(lines(text(feed("")), "DTSTART;VALUE=DATE:"))
          .as("A is a day longer than 1")
          .containsExactly("20260501", "20260501", "20260505");
    }

    @Test
    void a_unit_of_one_account_is_a_property_of_another() throws Exception {
      Account manager =
          accounts.create(Account.builder().provider("pms").name("b").workspaceId("w").build());
      map(account, "home", "a", "loft", 201);
      map(manager, "listing", null, "loft", 201);
      record("reservation", "1", "2026-12-01 2026-12-02", ",'unitIds':['a']");
      record("reservation", "2", "2026-12-02 2026-12-03", ",'unitIds':['b']");
      record(manager, "reservation", "A", "2026-12-03 2026-12-04", "");
      moveTo(manager, "listing");

      assertThat(days(WEEK.replace("home", "loft")).subList(0, 4))
          .containsExactly("01 booked 1", "02 free", "03 booked A", "04 free");
      assertThat(days(WEEK).subList(0, 4))
          .containsExactly("01 partly 1", "02 partly 2", "03 partly A", "04 free");
      assertThat(days(WEEK + "&unit_id=a").subList(0, 4))
          .containsExactly("01 booked 1", "02 free", "03 booked A", "04 free");
    }

    @Test
    void a_record_has_links_to_the_same_stay_in_other_accounts_of_its_workspace() throws Exception {
      Account manager = manager();
      Account stranger =
          accounts.create(Account.builder().provider("pms").name("c").workspaceId("v").build());
      twin(account, "1", "2026-12-01 2026-12-03", "HM-123456", ",'status':'CONFIRMED'");
      sql("update record_term set term = 'code hm123456'");
      twin(manager, "A", "2026-12-01 2026-12-03", "HM123456", ",'status':'CANCELLED'");
      record("reservation", "2", "2026-12-08 2026-12-09", ",'status':'CONFIRMED'");
      record(manager, "reservation", "B", "2026-12-08 2026-12-09", ",'status':'CONFIRMED'");
      record(manager, "reservation", "C", "2026-12-08 2026-12-10", ",'status':'CONFIRMED'");
      moveTo(manager, "listing");
      twin(stranger, "X", "2026-12-01 2026-12-03", "HM123456", ",'status':'CONFIRMED'");

      JsonNode one = get("/reservations/1", 200).at("/data/attributes");
      assertThat(one.path("own_ids").toString()).isEqualTo("[\"seaside\"]");
      assertThat(one.path("links").toString())
          .isEqualTo(
              "[{\"integration_account_id\":\"%s\",\"id\":\"A\",\"by\":\"confirmation_code\",\"status\":\"CANCELLED\"}]"
                  .formatted(manager.id()));
      assertThat(get("/records/reservation/B", 200).at("/data/attributes/links/0/by").asText())
          .isEqualTo("dates");
      assertThat(get("/reservations/C", 200).at("/data/attributes").has("links")).isFalse();
      assertThat(get("/reservations/X", 200).at("/data/attributes").has("links")).isFalse();
      JsonNode all = get("/reservations?pagination[limit]=100", 200).path("data");
      assertThat(all.findValues("links")).hasSize(4);

      sql("update snapshot set deleted = true where record_id = 'A'");
      assertThat(get("/reservations/1", 200).at("/data/attributes").has("links")).isFalse();
      accounts.delete(manager.id());
      assertThat(get("/reservations/2", 200).at("/data/attributes").has("links")).isFalse();
      assertThat(get("/property_mappings", 200).path("data")).hasSize(1);
    }

    @Test
    void mappings_are_made_changed_and_deleted_and_what_cannot_be_meant_is_refused()
        throws Exception {
      Account manager = manager();
      JsonNode made = map(account, "home", "a", "loft", 201);
      String path = "/property_mappings/" + made.path("id").asText();
      map(account, "home", null, "other", 422);
      map(account, "home", "home", "other", 422);
      assertThat(
              call("POST", "/property_mappings", "{\"property_mapping\":{}}", 422)
                  .at("/errors/details"))
          .hasSize(3);
      call("PUT", path, "{\"property_mapping\":{\"unit_id\":\"b\"}}", 422);
      JsonNode changed = call("PUT", path, "{\"property_mapping\":{\"own_id\":\"attic\"}}", 200);
      assertThat(changed.at("/data/attributes/own_id").asText()).isEqualTo("attic");
      assertThat(get("/property_mappings?own_id=attic", 200).path("data")).hasSize(1);
      assertThat(get("/property_mappings?integration_account_id=" + manager.id(), 200).path("data"))
          .hasSize(1);
      call("DELETE", path, null, 200);
      get(path, 404);
      get("/properties/attic/calendar", 404);

      Account stranger =
          accounts.create(Account.builder().provider("pms").name("c").workspaceId("v").build());
      map(stranger, "villa", null, "seaside", 201);
      assertThat(get("/properties/seaside/calendar", 422).at("/errors/details")).hasSize(1);
    }

    private JsonNode feed(String more) throws Exception {
      String body =
          "{'calendar_feed':{'integration_account_id':'%s','property_id':'home'%s}}"
              .formatted(account.id(), more)
              .replace('\'', '"');
      return call("POST", "/calendar_feeds", body, 201).path("data");
    }

    private static String path(JsonNode feed) {
      String url = feed.at("/attributes/url").asText();
      assertThat(url).matches("https://hub.example.com/calendars/[0-9a-f]{40}[.]ics");
      return url.substring("https://hub.example.com".length());
    }

    private String text(JsonNode feed) throws Exception {
      var answer = request("GET", path(feed), null);
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }

    private static List<String> lines(String text, String name) {
      return text.lines()
          .filter(line -> line.startsWith(name))
          .map(l -> l.substring(name.length()))
          .toList();
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
