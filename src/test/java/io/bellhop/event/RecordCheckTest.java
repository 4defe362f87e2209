package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.json;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.names;
import static io.bellhop.event.PublishedRecords.only;
import static io.bellhop.event.PublishedRecords.said;
import static io.bellhop.event.PublishedRecords.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.MessageStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the core finds doubtful in a reservation. */
class RecordCheckTest {
  private static final String GOOD =
      "{'status':'CONFIRMED','arrivalDate':'2026-12-01','departureDate':'2026-12-05','nights':4}";

  @Test
  void a_whole_reservation_has_no_warnings() {
    assertThat(decide(said("created", GOOD)).warnings()).isEmpty();
    assertThat(decide(said("updated", GOOD), known("{'id':'1'}")).warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "arrivalDate", "departureDate"})
  void a_reservation_without_dates_or_status_says_so(String field) {
    ObjectNode record = json(GOOD);
    record.remove(field);

    EventDecision decision = decide(said("created", record.toString()));

    assertThat(names(decision)).containsExactly("reservation.created");
    assertThat(decision.warnings()).hasSize(1).first().asString().startsWith(field + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "arrivalDate", "departureDate"})
  void what_no_reservation_can_lose_is_kept_and_reported(String field) {
    ObjectNode record = json(GOOD).put("notes", "late");
    record.remove(field);

    EventDecision decision = decide(said("updated", record.toString()), known(GOOD));

    assertThat(only(decision).record().get(field)).isEqualTo(json(GOOD).get(field));
    assertThat(decision.warnings()).hasSize(1).first().asString().startsWith(field + ":");
  }

  @Test
  void a_status_that_is_kept_keeps_its_word() {
    String known = GOOD.replace("}", ",'id':'1','nativeStatus':'active'}");
    ObjectNode record = json(GOOD);
    record.remove("status");

    EventDecision decision = decide(said("updated", record.toString()), known(known));

    assertThat(decision.status()).isEqualTo(MessageStatus.UNCHANGED);
  }

  @Test
  void a_date_that_is_kept_keeps_the_other_one_where_the_two_would_make_no_stay() {
    ObjectNode record = json(GOOD).put("departureDate", "2026-10-03").put("notes", "late");
    record.remove("arrivalDate");

    EventDecision decision = decide(said("updated", record.toString()), known(GOOD));

    assertThat(only(decision).record().path("departureDate").asText()).isEqualTo("2026-12-05");
    assertThat(decision.warnings()).hasSize(2).last().asString().contains("2026-10-03");
  }

  @Test
  void days_that_are_blocked_do_not_become_free_because_their_dates_are_missing() {
    EventDecision decision =
        decide(
            said("updated", "{'kind':'owner'}").as("block", "reservation"),
            snapshot("block", GOOD, null, false));

    assertThat(only(decision).record().path("arrivalDate").asText()).isEqualTo("2026-12-01");
    assertThat(decision.warnings()).hasSize(2);
  }

  @Test
  void an_unknown_status_does_not_silently_replace_a_known_one() {
    EventDecision decision =
        decide(
            said("updated", "{'status':'UNKNOWN','nativeStatus':'no_show'}"),
            known("{'id':'1','status':'CONFIRMED'}"));

    assertThat(only(decision).changes().path("status").toString())
        .isEqualTo("[\"CONFIRMED\",\"UNKNOWN\"]");
    assertThat(decision.warnings()).anyMatch(text -> text.contains("CONFIRMED"));
  }

  @Test
  void contradicting_dates_are_reported() {
    assertThat(warnings(GOOD.replace("12-05", "12-01"))).hasSize(1);
    assertThat(warnings(GOOD.replace("12-05", "11-30")))
        .hasSize(1)
        .first()
        .asString()
        .contains("2026-11-30");
    assertThat(warnings(GOOD.replace("4}", "5}"))).hasSize(1).first().asString().contains("5");
  }

  @Test
  void other_records_need_none_of_it() {
    assertThat(decide(said("created", "{}").as("block", "reservation")).warnings()).isEmpty();
    assertThat(decide(said("deleted", "{}")).warnings()).isEmpty();
    assertThat(decide(said("updated", "{}").failed("404")).warnings()).isEmpty();
  }

  private static List<String> warnings(String record) {
    return decide(said("created", record)).warnings();
  }
}
