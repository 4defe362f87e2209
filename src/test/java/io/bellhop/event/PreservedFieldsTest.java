package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.json;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.names;
import static io.bellhop.event.PublishedRecords.only;
import static io.bellhop.event.PublishedRecords.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.MessageStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of what a source leaves out. */
class PreservedFieldsTest {
  @Test
  void what_a_source_cannot_know_is_carried_over() {
    String known =
        "{'id':'1','codes':{'door':'4821'},'primaryGuest':{'name':'Ada','emails':['a@example.com']}}";

    EventDecision decision =
        decide(
            said("updated", "{'primaryGuest':{'name':'Ada'}}")
                .carrying("codes", "primaryGuest.emails"),
            known(known),
            null);

    assertThat(decision.status()).isEqualTo(MessageStatus.UNCHANGED);
    assertThat(decision.snapshots().get(0).record()).isEqualTo(json(known));
  }

  @Test
  void what_a_source_does_say_is_not_carried_over() {
    EventDecision decision =
        decide(
            said("updated", "{'codes':{'door':'9'}}").carrying("codes"),
            known("{'id':'1','codes':{'door':'4821'}}"),
            null);

    assertThat(only(decision).record()).isEqualTo(json("{'id':'1','codes':{'door':'9'}}"));
  }

  @Test
  void a_source_that_cannot_tell_a_value_from_what_follows_it_does_not_take_it_back() {
    PublishedRecords confirmed =
        said("updated", "{'status':'CONFIRMED'}").carrying("status:CHECKED_IN:CHECKED_OUT");

    assertThat(decide(confirmed, known("{'id':'1','status':'CHECKED_IN'}"), null).status())
        .isEqualTo(MessageStatus.UNCHANGED);
    assertThat(
            only(decide(confirmed, known("{'id':'1','status':'PENDING'}"), null))
                .record()
                .path("status")
                .asText())
        .isEqualTo("CONFIRMED");
  }

  @Test
  void one_guests_address_is_not_carried_over_to_another() {
    EventDecision decision =
        decide(
            said("updated", "{'primaryGuest':{'name':'Grace'}}").carrying("primaryGuest.emails"),
            known("{'id':'1','primaryGuest':{'name':'Ada','emails':['a@example.com']}}"),
            null);

    assertThat(only(decision).record().path("primaryGuest")).isEqualTo(json("{'name':'Grace'}"));
  }

  @Test
  void a_modification_that_names_only_what_changed_keeps_the_rest() {
    String known =
        "{'id':'1','status':'CONFIRMED','nativeStatus':'ok','arrivalDate':'2026-12-01',"
            + "'departureDate':'2026-12-05','nights':4,'notes':'late','currency':'EUR','totalPrice':400,"
            + "'updatedAt':'2026-05-02T09:00:00.000Z','previousArrivalDate':'2026-11-30',"
            + "'finances':{'basePrice':{'total':350},'fee':{'total':50}},"
            + "'primaryGuest':{'name':'Ada','emails':['a@example.com']}}";

    EventDecision decision =
        decide(said("updated", "{'departureDate':'2026-12-06'}").carrying("*"), known(known), null);

    assertThat(only(decision).changes())
        .isEqualTo(json("{'departureDate':['2026-12-05','2026-12-06'],'nights':[4,5]}"));
    ObjectNode expected = json(known).put("departureDate", "2026-12-06").put("nights", 5);
    expected.put("previousDepartureDate", "2026-12-05");
    expected.remove(List.of("updatedAt", "previousArrivalDate"));
    assertThat(only(decision).record()).isEqualTo(expected);
    assertThat(decision.warnings()).isEmpty();
  }

  @Test
  void what_follows_from_a_field_that_changed_is_not_kept() {
    EventDecision decision =
        decide(
            said("updated", "{'status':'CONFIRMED','source':'Vrbo','currency':'USD'}")
                .carrying("*"),
            known(
                "{'id':'1','status':'CANCELLED','nativeStatus':'gone','cancelledAt':'2026-05-01T09:00:00.000Z',"
                    + "'source':'Airbnb','channel':'AIRBNB','currency':'EUR','totalPrice':400,"
                    + "'finances':{'fee':{'total':50}},'notes':'late'}"),
            null);

    assertThat(only(decision).record())
        .isEqualTo(
            json(
                "{'id':'1','status':'CONFIRMED','source':'Vrbo','currency':'USD','notes':'late'}"));
  }

  @Test
  void a_source_that_says_a_field_is_empty_removes_it() {
    ObjectNode record = json("{'primaryGuest':{'name':'Ada'}}");
    record.set("notes", ClearedField.VALUE);
    ((ObjectNode) record.get("primaryGuest")).set("emails", ClearedField.VALUE);

    EventDecision decision =
        decide(
            said("updated", record.toString()).carrying("*"),
            known(
                "{'id':'1','notes':'late','code':'7',"
                    + "'primaryGuest':{'name':'Ada','emails':['a@example.com'],'mobileNumbers':['+15555550100']}}"),
            null);

    assertThat(only(decision).record())
        .isEqualTo(
            json(
                "{'id':'1','code':'7','primaryGuest':{'name':'Ada','mobileNumbers':['+15555550100']}}"));
    assertThat(only(decision).changes().path("notes"))
        .isEqualTo(json("{'x':['late',null]}").get("x"));
  }

  @Test
  void a_mark_of_emptiness_is_never_published() {
    ObjectNode record = json("{'list':['a']}");
    record.putObject("only").set("this", ClearedField.VALUE);
    record.withArray("list").add(ClearedField.VALUE);

    assertThat(only(decide(said("created", record.toString()))).record())
        .isEqualTo(json("{'list':['a'],'id':'1'}"));
    assertThat(only(decide(said("created", record.toString()).happening())).record())
        .isEqualTo(json("{'list':['a'],'id':'1'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'primaryGuest':{'name':'Ada Byron'}}",
        "{'primaryGuest':{'name':' ADA  BYRON '}}",
        "{'primaryGuest':{'nameFirst':'Ada','nameLast':'Byron'}}",
        "{'primaryGuest':{'id':'g1'}}",
        "{'primaryGuest':{'id':'g1','name':'Ada King'}}",
        "{'primaryGuest':{'mobileNumbers':['+15555550100']}}"
      })
  void what_is_left_out_of_a_guest_is_kept_while_it_is_the_same_person(String record) {
    JsonNode guest =
        only(decide(
                said(
                    "updated",
                    record.replaceFirst("}$", record.equals("{}") ? "'n':1}" : ",'n':1}")),
                known(
                    "{'id':'1','primaryGuest':{'id':'g1','name':'Ada Byron','emails':['a@example.com'],"
                        + "'address':{'city':'Paris'}}}")))
            .record()
            .path("primaryGuest");

    assertThat(guest.at("/emails/0").asText()).isEqualTo("a@example.com");
    assertThat(guest.at("/address/city").asText()).isEqualTo("Paris");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"José Muñoz", "Jose\u0301 Mun\u0303oz", "JOSE MUNOZ", " Jos\u00e9  Munoz"})
  void a_name_with_other_accents_is_of_the_same_person(String name) {
    ObjectNode record = json("{'n':1}");
    record.putObject("primaryGuest").put("name", name);

    EventDecision decision =
        decide(
            said("updated", record.toString()),
            known("{'id':'1','primaryGuest':{'name':'José Muñoz','emails':['j@example.com']}}"));

    assertThat(only(decision).record().at("/primaryGuest/emails/0").asText())
        .isEqualTo("j@example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jose Muñoz Vega|José Muñoz",
        "José Muñoz|Jose Muñoz Vega",
        "Jose Muños|José Muñoz",
        "Josef Munoz|José Muñoz",
        "J. Muñoz|José Muñoz",
        "José|José Muñoz",
        "Muñoz, José|José Muñoz",
        "José Vega|José Muñoz",
        "Weiß|Anna Weiss",
        "Chris Berg|Christopher Berg",
        "Jonh Berg|John Berg"
      })
  void without_an_id_a_part_of_a_name_or_a_slip_makes_no_other_person(String names) {
    assertThat(emailsAfter(names)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Grace Hopper|Ada Byron",
        "Ben Berg|Anna Berg",
        "Ann Lee|Ian Lee",
        "Lee|Anna Berg",
        "J. Berg|Anna Berg"
      })
  void without_an_id_another_first_name_is_another_person(String names) {
    assertThat(emailsAfter(names)).isEmpty();
  }

  private JsonNode emailsAfter(String names) {
    String[] both = names.split("\\|");
    ObjectNode record = json("{'n':1}");
    record.putObject("primaryGuest").put("name", both[0]);
    ObjectNode before = json("{'id':'1'}");
    before.putObject("primaryGuest").put("name", both[1]).putArray("emails").add("j@example.com");
    return only(decide(said("updated", record.toString()), known(before.toString())))
        .record()
        .at("/primaryGuest/emails");
  }

  @Test
  void what_is_no_person_is_the_same_by_its_whole_name_alone() {
    EventDecision decision =
        decide(
            said("updated", "{'language':{'name':'Danish'}}").carrying("language.*"),
            known("{'id':'1','language':{'name':'Spanish','code':'es'}}"));

    assertThat(only(decision).record().path("language")).isEqualTo(json("{'name':'Danish'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'Grace Hopper'}",
        "{'nameFirst':'Grace','nameLast':'Hopper'}",
        "{'id':'g2'}",
        "{'id':'g2','name':'Ada Byron'}"
      })
  void another_guest_inherits_nothing(String guest) {
    EventDecision decision =
        decide(
            said("updated", "{'primaryGuest':" + guest + "}").carrying("*"),
            known(
                "{'id':'1','primaryGuest':{'id':'g1','name':'Ada Byron','emails':['a@example.com'],"
                    + "'mobileNumbers':['+15555550100'],'address':{'city':'Paris'}}}"));

    assertThat(only(decision).record().path("primaryGuest")).isEqualTo(json(guest));
  }

  @Test
  void what_a_guest_does_say_takes_the_place_of_what_was_known() {
    EventDecision decision =
        decide(
            said("updated", "{'primaryGuest':{'name':'Ada','emails':['new@example.com']}}"),
            known(
                "{'id':'1','primaryGuest':{'name':'Ada','emails':['a@example.com'],'address':{'city':'Paris'}}}"));

    assertThat(only(decision).record().path("primaryGuest"))
        .isEqualTo(json("{'name':'Ada','emails':['new@example.com'],'address':{'city':'Paris'}}"));
  }

  @Test
  void a_room_keeps_what_is_left_out_of_the_room_with_its_id() {
    EventDecision decision =
        decide(
            said("updated", "{'rooms':[{'id':'b','arrivalDate':'2026-12-02'},{'id':'c'}]}")
                .carrying("rooms.unitId"),
            known(
                "{'id':'1','rooms':[{'id':'a','unitId':'U1'},{'id':'b','unitId':'U2','ratePlanId':'R'}]}"));

    assertThat(only(decision).record().path("rooms").toString().replace('"', '\''))
        .isEqualTo("[{'id':'b','arrivalDate':'2026-12-02','unitId':'U2'},{'id':'c'}]");
  }

  @Test
  void a_part_of_another_thing_is_not_kept() {
    EventDecision decision =
        decide(
            said("updated", "{'address':{'city':'Rome'},'fee':{'total':5}}")
                .carrying("address.street", "fee.*"),
            known(
                "{'id':'1','address':{'city':'Paris','street':'Rue 1'},'fee':{'total':5,'type':'x'}}"));

    assertThat(only(decision).record())
        .isEqualTo(json("{'id':'1','address':{'city':'Rome'},'fee':{'total':5,'type':'x'}}"));
  }

  /** List, webhook, list, webhook: each leaves out what the other knows. */
  @Test
  void two_sources_of_one_record_do_not_undo_each_other() {
    String list = "{'status':'CONFIRMED','primaryGuest':{'name':'Ada'},'rooms':[{'id':'a'}]}";
    String webhook =
        "{'status':'CONFIRMED','notes':'late','primaryGuest':{'name':'Ada','emails':['a@example.com']},"
            + "'rooms':[{'id':'a','unitId':'U1'}]}";
    String[] ofList = {"notes", "rooms.unitId"};
    Snapshot known = decide(said("created", list).carrying(ofList)).snapshots().get(0);

    EventDecision first = decide(said("updated", webhook), known);
    EventDecision second = decide(said("updated", list).carrying(ofList), first.snapshots().get(0));
    EventDecision third = decide(said("updated", webhook), second.snapshots().get(0));

    assertThat(names(first)).containsExactly("reservation.updated");
    assertThat(second.status()).isEqualTo(MessageStatus.UNCHANGED);
    assertThat(third.status()).isEqualTo(MessageStatus.UNCHANGED);
  }
}
