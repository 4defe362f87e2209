package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.json;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.only;
import static io.bellhop.event.PublishedRecords.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.inbox.MessageStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a change of a record, and what the event says of it. */
class ChangesTest {
  @ParameterizedTest
  @CsvSource({"950,950.00", "950.00,950", "0.0,0", "9.5E+2,950"})
  void one_price_written_in_two_ways_is_no_change(String old, String now) {
    String record = "{'id':'1','finances':{'totalPrice':%s,'breakdown':[{'total':%s}]}}";

    EventDecision decision =
        decide(
            said("updated", record.formatted(now, now)), known(record.formatted(old, old)), null);

    assertThat(decision.status()).isEqualTo(MessageStatus.UNCHANGED);
  }

  @ParameterizedTest
  @CsvSource({
    "950,950.01",
    "0.1,0.10000000000000001",
    "12345678901234567890.1,12345678901234567890.2"
  })
  void a_cent_is_a_change(String old, String now) {
    EventDecision decision =
        decide(
            said("updated", "{'totalPrice':" + now + "}"),
            known("{'id':'1','totalPrice':" + old + "}"),
            null);

    assertThat(only(decision).changes())
        .isEqualTo(json("{'totalPrice':[" + old + "," + now + "]}"));
  }

  @Test
  void an_amount_and_its_text_are_not_the_same() {
    EventDecision decision =
        decide(said("updated", "{'code':'950'}"), known("{'id':'1','code':950}"), null);

    assertThat(decision.status()).isEqualTo(MessageStatus.DONE);
  }

  @Test
  void the_date_before_a_move_is_in_the_event_and_only_then() {
    String known = "{'id':'1','arrivalDate':'2026-12-01','departureDate':'2026-12-05'}";

    EventDecision moved =
        decide(
            said("updated", "{'arrivalDate':'2026-12-02','departureDate':'2026-12-05'}"),
            known(known),
            null);
    EventDecision later =
        decide(
            said("updated", "{'arrivalDate':'2026-12-02','departureDate':'2026-12-06'}"),
            moved.snapshots().get(0),
            null);

    assertThat(only(moved).record().path("previousArrivalDate").asText()).isEqualTo("2026-12-01");
    assertThat(only(moved).record().has("previousDepartureDate")).isFalse();
    assertThat(only(moved).changes()).hasSize(1);
    assertThat(only(later).record().has("previousArrivalDate")).isFalse();
    assertThat(only(later).record().path("previousDepartureDate").asText()).isEqualTo("2026-12-05");
    assertThat(only(later).changes()).hasSize(1);
  }

  @Test
  void rooms_in_another_order_are_the_same_rooms() {
    String rooms = "{'id':'1','roomTypeIds':%s,'rooms':%s}";
    String two = "[{'id':'a','totalPrice':9.50},{'id':'b'}]";

    EventDecision decision =
        decide(
            said(
                "updated",
                rooms.formatted("['T2','T1','T2']", "[{'id':'b'},{'id':'a','totalPrice':9.5}]")),
            known(rooms.formatted("['T1','T2','T2']", two)),
            null);

    assertThat(decision.status()).isEqualTo(MessageStatus.UNCHANGED);
  }

  @Test
  void a_room_that_is_dropped_or_moved_shows_in_the_changes() {
    String rooms = "{'id':'1','rooms':%s}";
    String two = "[{'id':'a','arrivalDate':'2026-12-01'},{'id':'b'}]";

    EventDecision dropped =
        decide(said("updated", rooms.formatted("[{'id':'b'}]")), known(rooms.formatted(two)), null);
    EventDecision moved =
        decide(
            said("updated", rooms.formatted(two.replace("12-01", "12-02"))),
            known(rooms.formatted(two)),
            null);

    assertThat(only(dropped).changes()).isEqualTo(json("{'rooms':[" + two + ",[{'id':'b'}]]}"));
    assertThat(only(moved).changes())
        .isEqualTo(json("{'rooms':[" + two + "," + two.replace("12-01", "12-02") + "]}"));
  }

  @Test
  void one_room_of_a_type_less_is_a_change_although_the_other_one_stays() {
    EventDecision decision =
        decide(
            said("updated", "{'roomTypeIds':['T1']}"),
            known("{'id':'1','roomTypeIds':['T1','T1']}"),
            null);

    assertThat(only(decision).changes()).isEqualTo(json("{'roomTypeIds':[['T1','T1'],['T1']]}"));
  }
}
