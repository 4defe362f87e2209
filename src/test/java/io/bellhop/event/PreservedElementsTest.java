package io.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.pipeline.RouteExchange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The elements of a list, two forms of one fact, and what a source knows roughly. */
class PreservedElementsTest {
  @Test
  void messages_that_a_webhook_leaves_out_stay_in_the_thread_newest_first() {
    assertThat(
            carried(
                "{'messages':[{'id':'2','createdAt':'10'},{'id':'1','createdAt':'09'}]}",
                "{'messages':[{'id':'3','createdAt':'11'}]}",
                "messages[]"))
        .isEqualTo(
            RouteExchange.json(
                "{'messages':[{'id':'3','createdAt':'11'},{'id':'2','createdAt':'10'},"
                    + "{'id':'1','createdAt':'09'}]}"));
  }

  @Test
  void one_that_is_there_already_is_replaced_and_one_that_comes_late_finds_its_place() {
    assertThat(
            carried(
                "{'messages':[{'id':'2','createdAt':'10'},{'id':'1','createdAt':'09'}]}",
                "{'messages':[{'id':'1','createdAt':'09','body':'hi'}]}",
                "messages[]"))
        .isEqualTo(
            RouteExchange.json(
                "{'messages':[{'id':'2','createdAt':'10'},"
                    + "{'id':'1','createdAt':'09','body':'hi'}]}"));
  }

  @Test
  void a_thread_that_a_webhook_does_not_carry_is_kept_whole() {
    assertThat(carried("{'messages':[{'id':'1'}]}", "{'type':'x'}", "messages[]"))
        .isEqualTo(RouteExchange.json("{'type':'x','messages':[{'id':'1'}]}"));
  }

  @Test
  void an_hour_and_a_moment_of_arrival_do_not_undo_each_other() {
    assertThat(
            carried(
                "{'arrivalLocalTime':'16:00'}",
                "{'arrivalEstimatedTime':'2027-03-01T15:00:00.000Z'}",
                "*"))
        .hasSize(2);
    assertThat(
            carried(
                "{'arrivalLocalTime':'16:00','arrivalEstimatedTime':'2027-03-01T15:00:00.000Z'}",
                "{'arrivalEstimatedTime':'2027-03-01T15:00:00.000Z'}",
                "*"))
        .hasSize(2);
  }

  @Test
  void but_a_renewed_one_ends_the_other() {
    assertThat(
            carried(
                "{'arrivalLocalTime':'16:00','arrivalEstimatedTime':'2027-03-01T15:00:00.000Z'}",
                "{'arrivalEstimatedTime':'2027-03-01T18:00:00.000Z'}",
                "*"))
        .isEqualTo(RouteExchange.json("{'arrivalEstimatedTime':'2027-03-01T18:00:00.000Z'}"));
  }

  @Test
  void what_a_source_knows_roughly_does_not_take_the_place_of_what_is_known_well() {
    String known =
        "{'totalPrice':400,'finances':{'totalPrice':400,'remainingBalance':9,'fee':{'totalFee':40,"
            + "'breakdown':[{'name':'Linen'}]}}}";
    String rough =
        "{'totalPrice':400,'finances':{'totalPrice':400,'remainingBalance':0,'fee':{'totalFee':39}}}";
    assertThat(carried(known, rough, "finances.fee!").at("/finances/fee/breakdown/0/name").asText())
        .isEqualTo("Linen");
    assertThat(carried(known, rough.replace("400", "450"), "finances.fee!").at("/finances/fee"))
        .isEqualTo(RouteExchange.json("{'totalFee':39}"));
  }

  @Test
  void a_part_of_a_list_is_not_the_whole_of_it_unless_it_has_something_new() {
    String known = "{'primaryGuest':{'name':'Ada','emails':['a@example.com','b@example.com']}}";
    assertThat(
            carried(
                known,
                "{'primaryGuest':{'name':'Ada','emails':['b@example.com']}}",
                "primaryGuest.emails!"))
        .isEqualTo(RouteExchange.json(known));
    for (String other :
        List.of(
            "{'primaryGuest':{'name':'Ada','emails':['c@example.com']}}",
            "{'primaryGuest':{'name':'Bob','emails':['b@example.com']}}")) {
      assertThat(carried(known, other, "primaryGuest.emails!"))
          .isEqualTo(RouteExchange.json(other));
    }
  }

  @Test
  void rooms_of_other_dates_are_not_kept() {
    String known = "{'arrivalDate':'2027-03-10','rooms':[{'id':'1'},{'id':'2'}]}";
    assertThat(carried(known, "{'arrivalDate':'2027-03-10'}", "rooms"))
        .isEqualTo(RouteExchange.json(known));
    assertThat(carried(known, "{'arrivalDate':'2027-03-11'}", "rooms").has("rooms")).isFalse();
  }

  private static JsonNode carried(String known, String now, String path) {
    ObjectNode record = (ObjectNode) RouteExchange.json(now);
    PreservedFields.into(record, RouteExchange.json(known), "conversation", List.of(path));
    return record;
  }
}
