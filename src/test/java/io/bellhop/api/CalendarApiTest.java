package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.store.Sql;
import io.bellhop.support.Store;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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
