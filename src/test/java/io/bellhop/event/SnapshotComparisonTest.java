package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.NINE;
import static io.bellhop.event.PublishedRecords.TEN;
import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.json;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.names;
import static io.bellhop.event.PublishedRecords.only;
import static io.bellhop.event.PublishedRecords.said;
import static io.bellhop.event.PublishedRecords.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.MessageStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publication comes to, given what is known: the rules of the design, "publish". */
class SnapshotComparisonTest {
  @ParameterizedTest
  @ValueSource(strings = {"created", "updated"})
  void at_first_sight_the_providers_verb_decides(String verb) {
    EventDecision decision = decide(said(verb, "{'status':'CONFIRMED'}"), null, null);

    assertThat(names(decision)).containsExactly("reservation." + verb);
    assertThat(only(decision).changes()).isNull();
    assertThat(decision.snapshots().get(0).record()).isEqualTo(only(decision).record());
  }

  @Test
  void at_first_sight_a_before_state_gives_changes_and_previous_dates() {
    EventDecision decision =
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
    EventDecision decision =
        decide(said("updated", "{'status':'CONFIRMED'}").before("{'id':'1','status':'CONFIRMED'}"));

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(only(decision).changes()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "updated"})
  void what_is_known_and_differs_is_an_update_whatever_the_verb(String verb) {
    EventDecision decision =
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
    EventDecision decision =
        decide(
            said("updated", "{'guests':3}").before("{'id':'1','guests':1}"),
            known("{'id':'1','guests':2}"),
            null);

    assertThat(only(decision).changes()).isEqualTo(json("{'guests':[2,3]}"));
  }

  @Test
  void an_unchanged_record_makes_no_event() {
    EventDecision decision =
        decide(
            said("updated", "{'guests':2,'updatedAt':'2026-05-02T10:00:00.000Z'}"),
            known("{'id':'1','guests':2,'updatedAt':'2026-05-02T09:00:00.000Z'}", NINE),
            null);

    assertThat(decision.status()).isEqualTo(MessageStatus.UNCHANGED);
    assertThat(decision.news()).isEmpty();
    assertThat(decision.snapshots()).extracting(Snapshot::version).containsExactly(TEN);
  }

  @Test
  void a_deleted_record_is_emitted_with_its_last_state() {
    EventDecision decision =
        decide(said("deleted", "{}"), known("{'id':'1','propertyId':'7'}", NINE), null);

    assertThat(names(decision)).containsExactly("reservation.deleted");
    assertThat(only(decision).record()).isEqualTo(json("{'id':'1'}"));
    assertThat(only(decision).previous()).isEqualTo(json("{'id':'1','propertyId':'7'}"));
    assertThat(decision.snapshots().get(0).deleted()).isTrue();
    assertThat(decision.snapshots().get(0).record()).isEqualTo(json("{'id':'1'}"));
  }

  @Test
  void a_record_that_was_never_seen_is_deleted_without_a_past() {
    EventDecision decision = decide(said("deleted", "{}"));

    assertThat(names(decision)).containsExactly("reservation.deleted");
    assertThat(only(decision).previous()).isNull();
    assertThat(decision.snapshots().get(0).deleted()).isTrue();
  }

  @Test
  void deleted_twice_is_one_event() {
    Snapshot tombstone =
        decide(said("deleted", "{}"), known("{'id':'1'}"), null).snapshots().get(0);

    assertThat(decide(said("deleted", "{}"), tombstone, null))
        .isEqualTo(EventDecision.nothing(MessageStatus.UNCHANGED));
  }

  @Test
  void a_deletion_without_a_type_finds_the_record_under_the_other_one() {
    EventDecision decision =
        decide(said("deleted", "{}"), null, snapshot("block", "{'id':'1'}", NINE, false));

    assertThat(names(decision)).containsExactly("block.deleted");
    assertThat(decision.snapshots()).extracting(Snapshot::type).containsExactly("block");
  }

  @Test
  void a_hold_that_becomes_a_booking_ends_and_a_reservation_begins() {
    EventDecision decision =
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
  void a_refusal_of_the_api_is_emitted_and_keeps_what_is_known() {
    EventDecision decision =
        decide(said("updated", "{}").failed("404"), known("{'id':'1','guests':2}"), null);

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(only(decision).record()).isEqualTo(json("{'id':'1'}"));
    assertThat(only(decision).changes()).isNull();
    assertThat(decision.snapshots()).isEmpty();
  }

  @Test
  void a_refusal_names_the_type_that_the_record_is_known_under() {
    EventDecision decision =
        decide(
            said("updated", "{}").failed("404"),
            null,
            snapshot("block", "{'id':'1'}", NINE, false));

    assertThat(names(decision)).containsExactly("block.updated");
  }

  @Test
  void a_refusal_for_a_record_that_is_deleted_is_stale() {
    EventDecision decision =
        decide(
            said("updated", "{}").failed("404"),
            snapshot("reservation", "{'id':'1'}", NINE, true),
            null);

    assertThat(decision).isEqualTo(EventDecision.nothing(MessageStatus.STALE));
  }

  @Test
  void a_happening_without_state_is_always_an_event() {
    PublishedRecords happening =
        said("updated", "{'kinds':['prices']}").as("availability", null).happening();

    EventDecision decision = decide(happening, known("{'id':'1','kinds':['prices']}", TEN), null);

    assertThat(names(decision)).containsExactly("availability.updated");
    assertThat(decision.snapshots()).isEmpty();
  }

  @Test
  void the_same_question_has_the_same_answer_and_changes_nothing_that_was_given() {
    PublishedRecords said = said("updated", "{'arrivalDate':'2026-12-02'}").carrying("notes");
    EventDraft draft = said.draft();
    Snapshot known = known("{'id':'1','arrivalDate':'2026-12-01','notes':'late'}");
    JsonNode given = draft.record().deepCopy();

    EventDecision first = new SnapshotComparison(draft, known, null, true).decide();

    assertThat(new SnapshotComparison(draft, known, null, true).decide()).isEqualTo(first);
    assertThat(draft.record()).isEqualTo(given);
    assertThat(known.record().has("previousArrivalDate")).isFalse();
  }
}
