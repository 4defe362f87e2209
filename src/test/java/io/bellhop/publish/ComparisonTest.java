package io.bellhop.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.Delivery;
import io.bellhop.inbox.Status;
import io.bellhop.publish.Decision.News;
import io.bellhop.support.Deliveries;
import io.bellhop.support.MutableClock;
import io.bellhop.support.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publication comes to, given what is known: the rules of the design, "publish". */
class ComparisonTest {
  private static final Instant NINE = Instant.parse("2026-05-02T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-05-02T10:00:00Z");
  private static final UUID ACCOUNT = UUID.randomUUID();

  private final MutableClock clock = new MutableClock();
  private final Delivery delivery = new Deliveries(ACCOUNT, clock).on("booking 1");

  @ParameterizedTest
  @ValueSource(strings = {"created", "updated"})
  void at_first_sight_the_providers_verb_decides(String verb) {
    Decision decision = decide(said(verb, "{'status':'CONFIRMED'}"), null, null);

    assertThat(names(decision)).containsExactly("reservation." + verb);
    assertThat(only(decision).changes()).isNull();
    assertThat(decision.snapshots().get(0).record()).isEqualTo(only(decision).record());
  }

  @Test
  void at_first_sight_a_before_state_gives_changes_and_previous_dates() {
    Decision decision =
        decide(
            said("updated", "{'arrivalDate':'2026-12-02','departureDate':'2026-12-05'}")
                .before("{'id':'1','arrivalDate':'2026-12-01','departureDate':'2026-12-05'}"),
            null,
            null);

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(only(decision).changes())
        .isEqualTo(json("{'arrivalDate':['2026-12-01','2026-12-02']}"));
    assertThat(only(decision).record().path("previousArrivalDate").asText())
        .isEqualTo("2026-12-01");
    assertThat(only(decision).record().has("previousDepartureDate")).isFalse();
  }

  @Test
  void first_sight_is_an_event_even_if_the_before_state_is_the_same() {
    Decision decision =
        decide(said("updated", "{'status':'CONFIRMED'}").before("{'id':'1','status':'CONFIRMED'}"));

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(only(decision).changes()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "updated"})
  void what_is_known_and_differs_is_an_update_whatever_the_verb(String verb) {
    Decision decision =
        decide(
            said(verb, "{'status':'CANCELLED','guests':2}"),
            known("{'id':'1','status':'CONFIRMED','notes':'late'}"),
            null);

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(only(decision).changes())
        .isEqualTo(
            json("{'guests':[null,2],'notes':['late',null],'status':['CONFIRMED','CANCELLED']}"));
  }

  @Test
  void the_snapshot_counts_more_than_a_before_state() {
    Decision decision =
        decide(
            said("updated", "{'guests':3}").before("{'id':'1','guests':1}"),
            known("{'id':'1','guests':2}"),
            null);

    assertThat(only(decision).changes()).isEqualTo(json("{'guests':[2,3]}"));
  }

  @Test
  void what_says_nothing_new_is_no_event() {
    Decision decision =
        decide(
            said("updated", "{'guests':2,'updatedAt':'2026-05-02T10:00:00.000Z'}"),
            known("{'id':'1','guests':2,'updatedAt':'2026-05-02T09:00:00.000Z'}", NINE),
            null);

    assertThat(decision.status()).isEqualTo(Status.UNCHANGED);
    assertThat(decision.news()).isEmpty();
    assertThat(decision.snapshots()).extracting(Snapshot::version).containsExactly(TEN);
  }

  @ParameterizedTest
  @CsvSource({"950,950.00", "950.00,950", "0.0,0", "9.5E+2,950"})
  void one_price_written_in_two_ways_is_no_change(String old, String now) {
    String record = "{'id':'1','finances':{'totalPrice':%s,'breakdown':[{'total':%s}]}}";

    Decision decision =
        decide(
            said("updated", record.formatted(now, now)), known(record.formatted(old, old)), null);

    assertThat(decision.status()).isEqualTo(Status.UNCHANGED);
  }

  @ParameterizedTest
  @CsvSource({
    "950,950.01",
    "0.1,0.10000000000000001",
    "12345678901234567890.1,12345678901234567890.2"
  })
  void a_cent_is_a_change(String old, String now) {
    Decision decision =
        decide(
            said("updated", "{'totalPrice':" + now + "}"),
            known("{'id':'1','totalPrice':" + old + "}"),
            null);

    assertThat(only(decision).changes())
        .isEqualTo(json("{'totalPrice':[" + old + "," + now + "]}"));
  }

  @Test
  void an_amount_and_its_text_are_not_the_same() {
    Decision decision =
        decide(said("updated", "{'code':'950'}"), known("{'id':'1','code':950}"), null);

    assertThat(decision.status()).isEqualTo(Status.DONE);
  }

  @Test
  void the_date_before_a_move_is_told_and_only_then() {
    String known = "{'id':'1','arrivalDate':'2026-12-01','departureDate':'2026-12-05'}";

    Decision moved =
        decide(
            said("updated", "{'arrivalDate':'2026-12-02','departureDate':'2026-12-05'}"),
            known(known),
            null);
    Decision later =
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
  void what_is_older_than_the_snapshot_is_stale() {
    Decision decision =
        decide(
            said("updated", "{'guests':3,'updatedAt':'2026-05-02T09:00:00.000Z'}"),
            known("{'id':'1','guests':2}", TEN),
            null);

    assertThat(decision).isEqualTo(Decision.nothing(Status.STALE));
  }

  @Test
  void what_is_as_old_as_the_snapshot_counts() {
    Decision decision =
        decide(
            said("updated", "{'guests':3,'updatedAt':'2026-05-02T10:00:00.000Z'}"),
            known("{'id':'1','guests':2}", TEN),
            null);

    assertThat(names(decision)).containsExactly("reservation.updated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday"})
  void what_tells_no_time_counts_and_leaves_the_known_time(String time) {
    Decision decision =
        decide(
            said("updated", "{'guests':3,'updatedAt':'" + time + "'}"),
            known("{'id':'1','guests':2}", TEN),
            null);

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(decision.snapshots()).extracting(Snapshot::version).containsExactly(TEN);
  }

  @Test
  void without_an_order_older_news_is_news() {
    Decision decision =
        decide(
            said("updated", "{'messages':['b'],'updatedAt':'2026-05-02T09:00:00.000Z'}")
                .unordered(),
            known("{'id':'1','messages':['a']}", TEN),
            null);

    assertThat(names(decision)).containsExactly("reservation.updated");
  }

  @Test
  void a_conversation_is_as_new_as_its_newest_message() {
    String thread =
        "{'updatedAt':'2026-05-02T09:00:00.000Z','messages':[{'id':'b','createdAt':'%s'},"
            + "{'id':'a','updatedAt':'2026-05-02T08:00:00.000Z'}]}";
    Said late = said("updated", thread.formatted("2026-05-02T09:30:00.000Z"));
    Said next = said("updated", thread.formatted("2026-05-02T10:30:00.000Z"));

    assertThat(decide(late, known("{'id':'1'}", TEN), null).status()).isEqualTo(Status.STALE);
    assertThat(decide(next, known("{'id':'1'}", TEN), null).snapshots())
        .extracting(Snapshot::version)
        .containsExactly(Instant.parse("2026-05-02T10:30:00Z"));
  }

  @Test
  void a_deleted_record_is_told_with_what_it_last_was() {
    Decision decision =
        decide(said("deleted", "{}"), known("{'id':'1','propertyId':'7'}", NINE), null);

    assertThat(names(decision)).containsExactly("reservation.deleted");
    assertThat(only(decision).record()).isEqualTo(json("{'id':'1'}"));
    assertThat(only(decision).previous()).isEqualTo(json("{'id':'1','propertyId':'7'}"));
    assertThat(decision.snapshots().get(0).deleted()).isTrue();
    assertThat(decision.snapshots().get(0).record()).isEqualTo(json("{'id':'1'}"));
  }

  @Test
  void a_record_that_was_never_seen_is_deleted_without_a_past() {
    Decision decision = decide(said("deleted", "{}"));

    assertThat(names(decision)).containsExactly("reservation.deleted");
    assertThat(only(decision).previous()).isNull();
    assertThat(decision.snapshots().get(0).deleted()).isTrue();
  }

  @Test
  void deleted_twice_is_one_event() {
    Snapshot tombstone =
        decide(said("deleted", "{}"), known("{'id':'1'}"), null).snapshots().get(0);

    assertThat(decide(said("deleted", "{}"), tombstone, null))
        .isEqualTo(Decision.nothing(Status.UNCHANGED));
  }

  @Test
  void a_deletion_without_a_type_finds_the_record_under_the_other_one() {
    Decision decision =
        decide(said("deleted", "{}"), null, snapshot("block", "{'id':'1'}", NINE, false));

    assertThat(names(decision)).containsExactly("block.deleted");
    assertThat(decision.snapshots()).extracting(Snapshot::type).containsExactly("block");
  }

  @Test
  void late_news_does_not_raise_the_dead() {
    Snapshot tombstone =
        decide(said("deleted", "{}"), known("{'id':'1'}", NINE), null).snapshots().get(0);
    Instant end = delivery.receivedAt();

    assertThat(decide(said("updated", "{'updatedAt':'" + end + "'}"), tombstone, null).status())
        .isEqualTo(Status.STALE);
  }

  @Test
  void newer_news_than_its_end_makes_a_record_again() {
    Snapshot tombstone =
        decide(said("deleted", "{}"), known("{'id':'1'}", NINE), null).snapshots().get(0);
    Instant later = delivery.receivedAt().plusSeconds(1);

    Decision decision = decide(said("updated", "{'updatedAt':'" + later + "'}"), tombstone, null);

    assertThat(names(decision)).containsExactly("reservation.created");
    assertThat(decision.snapshots().get(0).deleted()).isFalse();
  }

  @Test
  void a_hold_that_becomes_a_booking_ends_and_a_reservation_begins() {
    Decision decision =
        decide(
            said("updated", "{'status':'CONFIRMED'}"),
            null,
            snapshot("block", "{'id':'1','kind':'hold'}", NINE, false));

    assertThat(names(decision)).containsExactly("block.deleted", "reservation.created");
    assertThat(decision.news().get(0).previous()).isEqualTo(json("{'id':'1','kind':'hold'}"));
    assertThat(decision.news().get(0).record()).isEqualTo(json("{'id':'1'}"));
    assertThat(decision.news().get(1).changes()).isNull();
    assertThat(decision.snapshots())
        .extracting(s -> s.type() + " " + s.deleted())
        .containsExactly("block true", "reservation false");
  }

  @Test
  void a_booking_may_become_a_hold_again_although_the_first_change_was_told_late() {
    clock.forward(Duration.ofHours(1));
    Delivery late = new Deliveries(ACCOUNT, clock).on("booking 1");
    Decision booked =
        new Comparison(
                said("updated", "{'updatedAt':'2026-05-02T09:10:00.000Z'}")
                    .from(late)
                    .publication(),
                null,
                snapshot("block", "{'id':'1'}", NINE, false))
            .decide();

    Decision heldAgain =
        decide(
            said("updated", "{'kind':'hold','updatedAt':'2026-05-02T09:20:00.000Z'}")
                .as("block", "reservation"),
            booked.snapshots().get(0),
            booked.snapshots().get(1));

    assertThat(names(heldAgain)).containsExactly("reservation.deleted", "block.created");
  }

  @Test
  void a_hold_does_not_come_back_by_late_news_of_it() {
    Decision booked =
        decide(
            said("updated", "{'updatedAt':'2026-05-02T10:00:00.000Z'}"),
            null,
            snapshot("block", "{'id':'1'}", NINE, false));

    Decision late =
        decide(
            said("updated", "{'updatedAt':'2026-05-02T09:30:00.000Z'}").as("block", "reservation"),
            booked.snapshots().get(0),
            booked.snapshots().get(1));

    assertThat(late.status()).isEqualTo(Status.STALE);
  }

  @Test
  void a_refusal_of_the_api_is_told_and_leaves_what_is_known() {
    Decision decision =
        decide(said("updated", "{}").failed("404"), known("{'id':'1','guests':2}"), null);

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(only(decision).record()).isEqualTo(json("{'id':'1'}"));
    assertThat(only(decision).changes()).isNull();
    assertThat(decision.snapshots()).isEmpty();
  }

  @Test
  void a_refusal_names_the_type_that_the_record_is_known_under() {
    Decision decision =
        decide(
            said("updated", "{}").failed("404"),
            null,
            snapshot("block", "{'id':'1'}", NINE, false));

    assertThat(names(decision)).containsExactly("block.updated");
  }

  @Test
  void a_refusal_for_a_record_that_is_deleted_is_stale() {
    Decision decision =
        decide(
            said("updated", "{}").failed("404"),
            snapshot("reservation", "{'id':'1'}", NINE, true),
            null);

    assertThat(decision).isEqualTo(Decision.nothing(Status.STALE));
  }

  @Test
  void a_happening_without_state_is_always_an_event() {
    Said happening = said("updated", "{'kinds':['prices']}").as("availability", null).happening();

    Decision decision = decide(happening, known("{'id':'1','kinds':['prices']}", TEN), null);

    assertThat(names(decision)).containsExactly("availability.updated");
    assertThat(decision.snapshots()).isEmpty();
  }

  @Test
  void what_a_source_cannot_know_is_carried_over() {
    String known =
        "{'id':'1','codes':{'door':'4821'},'primaryGuest':{'name':'Ada','emails':['a@example.com']}}";

    Decision decision =
        decide(
            said("updated", "{'primaryGuest':{'name':'Ada'}}")
                .carrying("codes", "primaryGuest.emails"),
            known(known),
            null);

    assertThat(decision.status()).isEqualTo(Status.UNCHANGED);
    assertThat(decision.snapshots().get(0).record()).isEqualTo(json(known));
  }

  @Test
  void what_a_source_does_say_is_not_carried_over() {
    Decision decision =
        decide(
            said("updated", "{'codes':{'door':'9'}}").carrying("codes"),
            known("{'id':'1','codes':{'door':'4821'}}"),
            null);

    assertThat(only(decision).record()).isEqualTo(json("{'id':'1','codes':{'door':'9'}}"));
  }

  @Test
  void a_source_that_cannot_tell_a_value_from_what_follows_it_does_not_take_it_back() {
    Said confirmed =
        said("updated", "{'status':'CONFIRMED'}").carrying("status:CHECKED_IN:CHECKED_OUT");

    assertThat(decide(confirmed, known("{'id':'1','status':'CHECKED_IN'}"), null).status())
        .isEqualTo(Status.UNCHANGED);
    assertThat(
            only(decide(confirmed, known("{'id':'1','status':'PENDING'}"), null))
                .record()
                .path("status")
                .asText())
        .isEqualTo("CONFIRMED");
  }

  @Test
  void one_guests_address_is_not_carried_over_to_another() {
    Decision decision =
        decide(
            said("updated", "{'primaryGuest':{'name':'Grace'}}").carrying("primaryGuest.emails"),
            known("{'id':'1','primaryGuest':{'name':'Ada','emails':['a@example.com']}}"),
            null);

    assertThat(only(decision).record().path("primaryGuest")).isEqualTo(json("{'name':'Grace'}"));
  }

  @Test
  void the_same_question_has_the_same_answer_and_changes_nothing_that_was_given() {
    Said said = said("updated", "{'arrivalDate':'2026-12-02'}").carrying("notes");
    Publication publication = said.publication();
    Snapshot known = known("{'id':'1','arrivalDate':'2026-12-01','notes':'late'}");
    JsonNode given = publication.record().deepCopy();

    Decision first = new Comparison(publication, known, null).decide();

    assertThat(new Comparison(publication, known, null).decide()).isEqualTo(first);
    assertThat(publication.record()).isEqualTo(given);
    assertThat(known.record().has("previousArrivalDate")).isFalse();
  }

  private Said said(String verb, String record) {
    ObjectNode node = json(record);
    node.put("id", "1");
    return new Said(
        delivery, "reservation", verb, "block", true, true, node, null, List.of(), null, false);
  }

  private Decision decide(Said said) {
    return decide(said, null, null);
  }

  private Decision decide(Said said, Snapshot known, Snapshot other) {
    return new Comparison(said.publication(), known, other).decide();
  }

  private static Snapshot known(String record) {
    return known(record, null);
  }

  private static Snapshot known(String record, Instant version) {
    return snapshot("reservation", record, version, false);
  }

  private static Snapshot snapshot(String type, String record, Instant version, boolean deleted) {
    return new Snapshot(ACCOUNT, type, "1", version, deleted, json(record));
  }

  private static News only(Decision decision) {
    assertThat(decision.news()).hasSize(1);
    return decision.news().get(0);
  }

  private static List<String> names(Decision decision) {
    return decision.news().stream().map(News::eventType).toList();
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) TestNode.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A publication in the making: the rule, and what a test says otherwise. */
  private record Said(
      Delivery delivery,
      String type,
      String verb,
      String alternate,
      boolean compared,
      boolean ordered,
      JsonNode record,
      JsonNode before,
      List<String> carry,
      String error,
      boolean isFailed) {

    Said before(String state) {
      return new Said(
          delivery,
          type,
          verb,
          alternate,
          compared,
          ordered,
          record,
          json(state),
          carry,
          error,
          isFailed);
    }

    Said from(Delivery other) {
      return new Said(
          other, type, verb, alternate, compared, ordered, record, before, carry, error, isFailed);
    }

    Said as(String other, String instead) {
      return new Said(
          delivery, other, verb, instead, compared, ordered, record, before, carry, error,
          isFailed);
    }

    Said unordered() {
      return new Said(
          delivery, type, verb, alternate, compared, false, record, before, carry, error, isFailed);
    }

    Said happening() {
      return new Said(
          delivery, type, verb, alternate, false, ordered, record, before, carry, error, isFailed);
    }

    Said carrying(String... paths) {
      return new Said(
          delivery,
          type,
          verb,
          alternate,
          compared,
          ordered,
          record,
          before,
          List.of(paths),
          error,
          isFailed);
    }

    Said failed(String why) {
      return new Said(
          delivery, type, verb, alternate, compared, ordered, record, before, carry, why, true);
    }

    Publication publication() {
      Account account =
          new Account(
              ACCOUNT, "pms", "test", "default", null, Map.of(), Map.of(), "t", true, null, null,
              null);
      return new Publication(
          account,
          List.of(delivery),
          type,
          verb,
          alternate,
          compared,
          ordered,
          record,
          before,
          null,
          carry,
          List.of(),
          error,
          isFailed,
          false);
    }
  }
}
