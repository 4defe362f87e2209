package io.bellhop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Account;
import io.bellhop.store.Sql;
import io.bellhop.support.Store;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Stays and properties that several accounts know. And the records of {@link CalendarApiTest},
 * which has these cases too.
 */
abstract class CalendarTwinCases extends ApiOnStore {
  static final String WEEK = "/properties/home/calendar?from=2026-12-01&to=2026-12-07";
  Account account;

  CalendarTwinCases(Store store) {
    super(store);
  }

  @BeforeEach
  void account() throws Exception {
    account = accounts.create(Account.builder().provider("pms").name("a").workspaceId("w").build());
  }

  void record(String type, String id, String dates, String more) throws Exception {
    record(account, type, id, dates, more);
  }

  void record(Account of, String type, String id, String dates, String more) throws Exception {
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

  List<String> days(String path) throws Exception {
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

  JsonNode feed(String more) throws Exception {
    String body =
        "{'calendar_feed':{'integration_account_id':'%s','property_id':'home'%s}}"
            .formatted(account.id(), more)
            .replace('\'', '"');
    return call("POST", "/calendar_feeds", body, 201).path("data");
  }

  static String path(JsonNode feed) {
    String url = feed.at("/attributes/url").asText();
    assertThat(url).matches("https://hub.example.com/calendars/[0-9a-f]{40}[.]ics");
    return url.substring("https://hub.example.com".length());
  }

  String text(JsonNode feed) throws Exception {
    var answer = request("GET", path(feed), null);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  static List<String> lines(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(l -> l.substring(name.length()))
        .toList();
  }
}
