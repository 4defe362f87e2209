package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.NINE;
import static io.bellhop.event.PublishedRecords.TEN;
import static io.bellhop.event.PublishedRecords.changed;
import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.json;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.names;
import static io.bellhop.event.PublishedRecords.said;
import static io.bellhop.event.PublishedRecords.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which of two states of a record is the newer: docs/writing-routes.md, "How to choose a version".
 */
class RecencyTest {
  private static final Instant YEARS_AHEAD = Instant.parse("2028-01-01T00:00:00Z");
  private static final String CONFIRMED =
      "{'status':'CONFIRMED','arrivalDate':'2026-12-01','departureDate':'2026-12-05'}";
  private static final String CANCELLED = CONFIRMED.replace("CONFIRMED", "CANCELLED");

  /** What is known: confirmed, as of a time, written an hour ago. */
  private static Snapshot confirmed(Instant version, String clock) {
    return new Snapshot(
        PublishedRecords.ACCOUNT,
        "reservation",
        "1",
        new Snapshot.Stamp(version, clock, NINE, null, TEN),
        false,
        json(CONFIRMED).put("id", "1"),
        null);
  }

  @Test
  void times_of_different_clocks_are_not_compared() {
    PublishedRecords inline = changed(CANCELLED, "2026-05-02T08:00:00.000Z").by("altered");

    EventDecision decision = decide(inline, confirmed(NINE, Version.CHANGED));

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(decision.snapshots().get(0).clock()).isEqualTo("altered");
    assertThat(
            decide(
                    changed(CONFIRMED, "2026-05-02T07:00:00.000Z").by("altered"),
                    decision.snapshots().get(0))
                .status())
        .isEqualTo(MessageStatus.STALE);
  }

  @Test
  void a_record_that_was_read_after_an_event_is_at_least_as_new_as_the_event() {
    PublishedRecords read =
        changed(CANCELLED, "2026-05-01T08:00:00.000Z").of(TEN).readAt(PublishedRecords.NOW);

    EventDecision decision = decide(read, confirmed(NINE, Version.CHANGED));

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(decision.snapshots().get(0).version()).isEqualTo(TEN);
    // The event before it, which comes late and carries the record, does not take it back.
    assertThat(
            decide(
                    changed(CONFIRMED, "2026-05-02T09:59:59.000Z"),
                    PublishedRecords.stored(decision, PublishedRecords.NOW))
                .status())
        .isEqualTo(MessageStatus.STALE);
  }

  @Test
  void a_record_that_was_read_by_another_clock_leaves_the_known_version() {
    PublishedRecords read =
        changed(CANCELLED, "2026-05-01T08:00:00.000Z").by("altered").readAt(PublishedRecords.NOW);

    EventDecision decision = decide(read, confirmed(NINE, Version.CHANGED));

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(decision.snapshots().get(0).version()).isEqualTo(NINE);
    assertThat(decision.snapshots().get(0).clock()).isEqualTo(Version.CHANGED);
  }

  @Test
  void the_time_of_an_event_orders_records_that_tell_none_but_not_against_others() {
    EventDecision first =
        decide(said("updated", CANCELLED).of(TEN), confirmed(null, Version.CHANGED));

    assertThat(names(first)).containsExactly("reservation.updated");
    Snapshot known = PublishedRecords.stored(first, PublishedRecords.NOW);
    assertThat(decide(said("updated", CONFIRMED).of(NINE), known).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(names(decide(changed(CONFIRMED, NINE.toString()), known)))
        .containsExactly("reservation.updated");
  }

  @Test
  void an_api_that_is_behind_is_read_again_and_then_believed() {
    PublishedRecords soon =
        changed(CANCELLED, "2026-05-02T08:00:00.000Z").readAt(TEN.plusSeconds(5));
    PublishedRecords later =
        changed(CANCELLED, "2026-05-02T08:00:00.000Z").readAt(TEN.plusSeconds(21));
    Snapshot known = confirmed(NINE, Version.CHANGED);

    assertThat(decide(soon, known)).isEqualTo(EventDecision.nothing(MessageStatus.PENDING));
    assertThat(names(decide(later, known))).containsExactly("reservation.updated");
    assertThat(decide(later, known).snapshots().get(0).version()).isEqualTo(NINE);
    assertThat(names(decide(soon.attempts(10), known))).containsExactly("reservation.updated");
  }

  @Test
  void a_version_of_the_future_is_not_believed_and_said() {
    EventDecision decision =
        decide(changed(CANCELLED, YEARS_AHEAD.toString()), confirmed(NINE, Version.CHANGED));

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(decision.warnings()).hasSize(1).first().asString().contains("2028-01-01");
    // The version that is believed stays.
    assertThat(decision.snapshots().get(0).version()).isEqualTo(NINE);
  }

  @Test
  void a_clock_that_is_a_few_minutes_ahead_is_believed() {
    EventDecision decision =
        decide(changed(CANCELLED, "2026-05-02T11:04:00Z"), confirmed(NINE, Version.CHANGED));

    assertThat(decision.warnings()).isEmpty();
    assertThat(decision.snapshots().get(0).version()).isEqualTo("2026-05-02T11:04:00Z");
  }

  @Test
  void a_snapshot_with_a_version_of_the_future_heals() {
    Snapshot ill = confirmed(YEARS_AHEAD, Version.CHANGED);

    EventDecision inline = decide(changed(CANCELLED, "2026-05-02T10:30:00Z"), ill);
    EventDecision listed =
        decide(changed(CANCELLED, "2026-05-02T10:30:00Z").listedAt(PublishedRecords.NOW), ill);
    EventDecision read =
        decide(changed(CANCELLED, "2026-05-02T10:30:00Z").readAt(PublishedRecords.NOW), ill);

    for (EventDecision decision : List.of(inline, listed, read)) {
      assertThat(names(decision)).containsExactly("reservation.updated");
      assertThat(decision.warnings()).isEmpty();
      assertThat(decision.snapshots().get(0).version()).isEqualTo("2026-05-02T10:30:00Z");
    }
  }

  @Test
  void a_deletion_ends_a_record_whose_version_is_of_the_future() {
    Snapshot end =
        decide(said("deleted", "{}"), confirmed(YEARS_AHEAD, Version.CHANGED)).snapshots().get(0);

    assertThat(end.version()).isEqualTo(PublishedRecords.NOW);
    EventDecision again =
        decide(
            changed(CONFIRMED, "2026-05-02T11:00:01Z")
                .arrivedAt(PublishedRecords.NOW.plusSeconds(2)),
            PublishedRecords.written(end, PublishedRecords.NOW));
    assertThat(names(again)).containsExactly("reservation.created");
  }

  @Test
  void a_tombstone_with_a_version_of_the_future_heals() {
    Snapshot end =
        new Snapshot(
            PublishedRecords.ACCOUNT,
            "reservation",
            "1",
            new Snapshot.Stamp(YEARS_AHEAD, Version.CHANGED, TEN, null, TEN),
            true,
            json("{'id':'1'}"),
            null);

    assertThat(decide(changed(CONFIRMED, "2026-05-02T09:59:00Z"), end).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(names(decide(changed(CONFIRMED, "2026-05-02T10:00:01Z"), end)))
        .containsExactly("reservation.created");
  }

  @Test
  void a_doubtful_time_makes_no_change_stale_that_may_be_newer() {
    Instant arrived = Instant.parse("2026-10-25T02:00:00Z");
    WrittenTime written = WrittenTime.read("2026-10-25T02:10:00", ZoneId.of("Europe/Berlin"));
    Snapshot known =
        confirmed(
            WrittenTime.read("2026-10-25T02:50:00", ZoneId.of("Europe/Berlin")).earliest(),
            Version.CHANGED);

    EventDecision decision =
        decide(
            changed(CANCELLED, written.utc()).doubtful(written).arrivedAt(arrived),
            PublishedRecords.written(known, arrived));

    assertThat(names(decision)).containsExactly("reservation.updated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "2026-13-01T00:00:00Z", "05/02/2026"})
  void a_time_that_cannot_be_read_is_said_and_arrival_counts(String time) {
    EventDecision decision = decide(changed(CANCELLED, time), confirmed(NINE, Version.CHANGED));

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(decision.warnings()).hasSize(1).first().asString().contains(time);
  }

  /** The first of each pair is the newer, and came first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'2026-05-02 09:00:00' | '2026-05-02 08:00:00'",
        "'2026-05-02T09:00:00+0000' | '2026-05-02T08:00:00+0000'",
        "'1777712400' | '1777708800'",
        "1777712400 | 1777708800",
        "1777712400000 | 1777708800000",
        "'2026-05-02T09:00Z' | '2026-05-02T08:00Z'",
        "'2026-05-02T09:00:00' | '2026-05-02T08:00:00'",
        "'2026-05-02T09:00:00.123456789Z' | '2026-05-02T09:00:00.12345678Z'",
        "'2026-05-02T09:00:00-05:00' | '2026-05-02T13:00:00Z'"
      },
      quoteCharacter = '`')
  void an_older_state_does_not_win_however_times_are_written(String newer, String older) {
    String arrival = "2026-05-02T15:00:00Z";
    ObjectNode cancelled = json(CANCELLED.replace("}", ",'updatedAt':" + newer + "}"));
    ObjectNode confirmed = json(CONFIRMED.replace("}", ",'updatedAt':" + older + "}"));
    Snapshot known =
        decide(said("created", cancelled.toString()).arrivedAt(Instant.parse(arrival)))
            .snapshots()
            .get(0);

    EventDecision late =
        decide(said("updated", confirmed.toString()).arrivedAt(Instant.parse(arrival)), known);

    assertThat(late.status()).isEqualTo(MessageStatus.STALE);
    assertThat(late.warnings()).isEmpty();
  }

  @Test
  void two_reads_of_one_claim_without_versions_are_in_order() {
    EventDecision first = decide(said("updated", CONFIRMED).arrivedAt(NINE).readAt(TEN));
    EventDecision second =
        decide(
            said("updated", CANCELLED).arrivedAt(NINE).readAt(TEN.plusMillis(1)),
            first.snapshots().get(0));

    assertThat(names(second)).containsExactly("reservation.updated");
  }

  @Test
  void a_replay_of_an_older_message_without_a_version_changes_nothing() {
    assertThat(
            decide(
                    said("updated", CANCELLED).replayOf(NINE.minusSeconds(1)),
                    confirmed(null, Version.CHANGED))
                .status())
        .isEqualTo(MessageStatus.STALE);
    // That of the message that made the snapshot does: its mapping may have been corrected since.
    assertThat(
            names(
                decide(
                    said("updated", CANCELLED).replayOf(NINE), confirmed(null, Version.CHANGED))))
        .containsExactly("reservation.updated");
  }

  @Test
  void of_two_states_of_one_version_the_later_arrival_counts() {
    assertThat(names(decide(changed(CANCELLED, NINE.toString()), confirmed(NINE, ""))))
        .containsExactly("reservation.updated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELLED", "DECLINED", "EXPIRED", "NO_SHOW"})
  void a_stay_that_has_ended_does_not_begin_again_by_a_tie(String status) {
    Snapshot ended = known("{'id':'1','status':'" + status + "'}", NINE);

    assertThat(decide(changed(CONFIRMED, NINE.toString()), ended).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(
            names(
                decide(changed("{'status':'" + status + "','notes':'x'}", NINE.toString()), ended)))
        .containsExactly("reservation.updated");
    assertThat(names(decide(changed(CONFIRMED, "2026-05-02T09:00:00.001Z"), ended)))
        .containsExactly("reservation.updated");
  }

  @Test
  void a_tie_is_settled_by_reading_where_the_route_can_read() {
    Snapshot known = confirmed(NINE, Version.CHANGED);

    assertThat(decide(changed(CANCELLED, NINE.toString()).canRead(), known))
        .isEqualTo(EventDecision.nothing(MessageStatus.PENDING));
    assertThat(
            names(
                decide(
                    changed(CANCELLED, NINE.toString())
                        .canRead()
                        .attempts(1)
                        .readAt(PublishedRecords.NOW),
                    known)))
        .containsExactly("reservation.updated");
    // The same content is no tie.
    assertThat(decide(changed(CONFIRMED, NINE.toString()).canRead(), known).status())
        .isEqualTo(MessageStatus.UNCHANGED);
  }

  @Test
  void an_api_that_undoes_the_end_of_a_stay_without_a_new_version_is_asked_again() {
    Snapshot cancelled =
        PublishedRecords.written(known("{'id':'1','status':'CANCELLED'}", NINE), TEN);
    String nine = NINE.toString();

    assertThat(decide(changed(CONFIRMED, nine).readAt(TEN.plusSeconds(1)), cancelled).status())
        .isEqualTo(MessageStatus.PENDING);
    assertThat(names(decide(changed(CONFIRMED, nine).readAt(TEN.plusSeconds(21)), cancelled)))
        .containsExactly("reservation.updated");
  }

  @Test
  void a_page_that_was_read_before_the_snapshot_was_written_knows_less() {
    Snapshot known = confirmed(NINE, Version.CHANGED);

    assertThat(decide(said("updated", CANCELLED).listedAt(TEN.minusSeconds(1)), known).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(names(decide(said("updated", CANCELLED).listedAt(TEN), known)))
        .containsExactly("reservation.updated");
  }

  @Test
  void a_list_that_is_read_long_after_is_believed_although_its_times_are_coarse() {
    PublishedRecords coarse = changed(CANCELLED, "2026-05-02T08:00Z");
    Snapshot known = confirmed(NINE, Version.CHANGED);

    assertThat(decide(coarse.listedAt(TEN.plusSeconds(60)), known).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(names(decide(coarse.listedAt(TEN.plusSeconds(16 * 60)), known)))
        .containsExactly("reservation.updated");
  }

  /** Whatever comes in whichever order: what has been published last is what is known. */
  @Test
  void the_same_changes_in_any_order_end_in_the_newest_state() {
    Random random = new Random(17);
    List<String> forms =
        List.of(
            "2026-05-02T09:00:%02dZ",
            "2026-05-02 09:00:%02d",
            "2026-05-02T09:00:%02d.000+0000",
            "2026-05-02T11:00:%02d+02:00");
    for (int round = 0; round < 200; round++) {
      List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6));
      Collections.shuffle(order, random);
      Snapshot known = null;
      for (int second : order) {
        String time = forms.get(random.nextInt(4)).formatted(second);
        EventDecision decision = decide(changed("{'guests':" + second + "}", time), known);
        known =
            decision.snapshots().isEmpty()
                ? known
                : PublishedRecords.stored(decision, PublishedRecords.NOW);
      }
      assertThat(known.record().path("guests").asInt()).as("%s", order).isEqualTo(6);
    }
  }

  @Test
  void what_is_older_than_the_snapshot_is_stale() {
    EventDecision decision =
        decide(
            said("updated", "{'guests':3,'updatedAt':'2026-05-02T09:00:00.000Z'}"),
            known("{'id':'1','guests':2}", TEN),
            null);

    assertThat(decision).isEqualTo(EventDecision.nothing(MessageStatus.STALE));
  }

  @Test
  void what_is_as_old_as_the_snapshot_counts() {
    EventDecision decision =
        decide(
            said("updated", "{'guests':3,'updatedAt':'2026-05-02T10:00:00.000Z'}"),
            known("{'id':'1','guests':2}", TEN),
            null);

    assertThat(names(decision)).containsExactly("reservation.updated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday"})
  void what_tells_no_time_counts_and_leaves_the_known_time(String time) {
    EventDecision decision =
        decide(
            said("updated", "{'guests':3,'updatedAt':'" + time + "'}"),
            known("{'id':'1','guests':2}", TEN),
            null);

    assertThat(names(decision)).containsExactly("reservation.updated");
    assertThat(decision.snapshots()).extracting(Snapshot::version).containsExactly(TEN);
  }

  @Test
  void without_an_order_older_news_is_news() {
    EventDecision decision =
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
    PublishedRecords late = said("updated", thread.formatted("2026-05-02T09:30:00.000Z"));
    PublishedRecords next = said("updated", thread.formatted("2026-05-02T10:30:00.000Z"));

    assertThat(decide(late, known("{'id':'1'}", TEN), null).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(decide(next, known("{'id':'1'}", TEN), null).snapshots())
        .extracting(Snapshot::version)
        .containsExactly(Instant.parse("2026-05-02T10:30:00Z"));
  }

  @Test
  void late_news_does_not_raise_the_dead() {
    Snapshot tombstone =
        decide(said("deleted", "{}"), known("{'id':'1'}", NINE), null).snapshots().get(0);
    Instant end = PublishedRecords.NOW;

    assertThat(decide(said("updated", "{'updatedAt':'" + end + "'}"), tombstone, null).status())
        .isEqualTo(MessageStatus.STALE);
  }

  @Test
  void newer_news_than_its_end_makes_a_record_again() {
    Snapshot tombstone =
        decide(said("deleted", "{}"), known("{'id':'1'}", NINE), null).snapshots().get(0);
    Instant later = PublishedRecords.NOW.plusSeconds(1);

    EventDecision decision =
        decide(said("updated", "{'updatedAt':'" + later + "'}"), tombstone, null);

    assertThat(names(decision)).containsExactly("reservation.created");
    assertThat(decision.snapshots().get(0).deleted()).isFalse();
  }

  @Test
  void a_booking_may_become_a_hold_again_although_the_first_change_was_told_late() {
    EventDecision booked =
        decide(
            said("updated", "{'updatedAt':'2026-05-02T09:10:00.000Z'}"),
            null,
            snapshot("block", "{'id':'1'}", NINE, false));

    EventDecision heldAgain =
        decide(
            said("updated", "{'kind':'hold','updatedAt':'2026-05-02T09:20:00.000Z'}")
                .as("block", "reservation"),
            booked.snapshots().get(0),
            booked.snapshots().get(1));

    assertThat(names(heldAgain)).containsExactly("reservation.deleted", "block.created");
  }

  @Test
  void a_hold_does_not_come_back_by_late_news_of_it() {
    EventDecision booked =
        decide(
            said("updated", "{'updatedAt':'2026-05-02T10:00:00.000Z'}"),
            null,
            snapshot("block", "{'id':'1'}", NINE, false));

    EventDecision late =
        decide(
            said("updated", "{'updatedAt':'2026-05-02T09:30:00.000Z'}").as("block", "reservation"),
            booked.snapshots().get(0),
            booked.snapshots().get(1));

    assertThat(late.status()).isEqualTo(MessageStatus.STALE);
  }

  /** What a list without times has shown at ten, after a webhook of nine. */
  private static Snapshot listed(String record) {
    PublishedRecords entry = said("updated", record).listedAt(TEN);
    return PublishedRecords.stored(decide(entry, confirmed(NINE, Version.CHANGED)), TEN);
  }

  private static PublishedRecords late(String record, String time) {
    return changed(record, "2026-05-02T" + time + ".000Z");
  }

  @Test
  void a_late_webhook_does_not_undo_what_a_list_without_times_has_shown_since() {
    for (String state : List.of(CANCELLED, CONFIRMED.replace("-05", "-07"))) {
      Snapshot known = listed(state);

      assertThat(known.version()).isEqualTo(NINE);
      assertThat(known.readAt()).isEqualTo(TEN);
      assertThat(decide(late(CONFIRMED, "09:30:00"), known).status())
          .isEqualTo(MessageStatus.STALE);
      assertThat(decide(late(CONFIRMED, "09:30:00").canRead(), known).status())
          .isEqualTo(MessageStatus.PENDING);
      assertThat(decide(late(CONFIRMED, "08:30:00").canRead(), known).status())
          .isEqualTo(MessageStatus.STALE);
    }
  }

  @Test
  void a_webhook_that_may_be_newer_than_what_was_read_is_never_dropped() {
    Snapshot known = listed(CONFIRMED.replace("-05", "-07"));

    // Surely newer; as old as two clocks may differ, without an API and with one; by a clock that
    // is
    // ahead; without a time.
    assertThat(names(decide(late(CANCELLED, "10:00:30").canRead(), known)))
        .containsExactly("reservation.updated");
    assertThat(names(decide(late(CANCELLED, "09:56:00"), known)))
        .containsExactly("reservation.updated");
    for (PublishedRecords doubtful :
        List.of(
            late(CANCELLED, "09:56:00"),
            late(CANCELLED, "10:04:00").arrivedAt(TEN.plusSeconds(200)),
            changed(CANCELLED, YEARS_AHEAD.toString()),
            said("updated", CANCELLED))) {
      assertThat(decide(doubtful.canRead(), known).status()).isEqualTo(MessageStatus.PENDING);
    }
  }

  @Test
  void a_list_without_times_that_is_behind_a_cancellation_does_not_undo_it() {
    EventDecision cancelled = decide(late(CANCELLED, "09:59:00"), confirmed(NINE, ""));
    Snapshot known = PublishedRecords.stored(cancelled, TEN);
    String longer = CANCELLED.replace("-05", "-07");

    assertThat(decide(said("updated", CONFIRMED).listedAt(TEN.plusSeconds(60)), known).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(names(decide(said("updated", longer).listedAt(TEN.plusSeconds(60)), known)))
        .containsExactly("reservation.updated");
    assertThat(names(decide(said("updated", CONFIRMED).listedAt(TEN.plusSeconds(901)), known)))
        .containsExactly("reservation.updated");
  }

  @Test
  void a_list_that_has_times_is_compared_by_them() {
    PublishedRecords entry = late(CONFIRMED.replace("-05", "-07"), "09:20:00").listedAt(TEN);
    Snapshot known = PublishedRecords.stored(decide(entry, confirmed(NINE, "")), TEN);

    assertThat(known.readAt()).isNull();
    assertThat(names(decide(late(CANCELLED, "09:30:00").canRead(), known)))
        .containsExactly("reservation.updated");
  }

  @Test
  void a_webhook_without_news_leaves_the_time_when_the_state_was_read() {
    Snapshot known = listed(CANCELLED);

    EventDecision same = decide(late(CANCELLED, "09:40:00"), known);
    EventDecision later = decide(late(CANCELLED, "10:40:00"), known);

    assertThat(same.status()).isEqualTo(MessageStatus.UNCHANGED);
    assertThat(same.snapshots().get(0).version()).isEqualTo("2026-05-02T09:40:00Z");
    assertThat(same.snapshots().get(0).readAt()).isEqualTo(TEN);
    assertThat(later.snapshots().get(0).readAt()).isNull();
    assertThat(decide(late(CONFIRMED, "09:50:00"), PublishedRecords.stored(same, TEN)).status())
        .isEqualTo(MessageStatus.STALE);
  }

  @Test
  void a_late_webhook_does_not_take_back_the_kind_that_a_list_has_shown() {
    PublishedRecords entry = said("updated", CONFIRMED).listedAt(TEN);
    EventDecision became =
        decide(
            entry,
            null,
            PublishedRecords.written(
                snapshot("block", "{'id':'1','kind':'owner'}", NINE, false), NINE));
    Snapshot end = PublishedRecords.written(became.snapshots().get(0), TEN);
    Snapshot stay = PublishedRecords.written(became.snapshots().get(1), TEN);
    PublishedRecords block = late("{'kind':'owner'}", "09:30:00").as("block", "reservation");

    assertThat(names(became)).containsExactly("block.deleted", "reservation.created");
    assertThat(decide(block, end, stay).status()).isEqualTo(MessageStatus.STALE);
    assertThat(decide(block, null, stay).status()).isEqualTo(MessageStatus.STALE);
    assertThat(decide(block.canRead(), null, stay).status()).isEqualTo(MessageStatus.PENDING);
  }

  @Test
  void a_record_does_not_change_its_kind_by_ending() {
    Snapshot block =
        PublishedRecords.written(
            snapshot(
                "block",
                "{'id':'1','kind':'owner','status':'CONFIRMED','nativeStatus':'ownerStay'}",
                NINE,
                false),
            NINE);
    PublishedRecords cancelled = late(CANCELLED.replace("{", "{'nativeStatus':'x',"), "10:30:00");

    EventDecision ended = decide(cancelled, null, block);

    assertThat(names(ended)).containsExactly("block.updated");
    assertThat(ended.news().get(0).record())
        .isEqualTo(
            json(
                "{'id':'1','kind':'owner','status':'CANCELLED','nativeStatus':'x',"
                    + "'updatedAt':'2026-05-02T10:30:00.000Z'}"));
    Snapshot end = PublishedRecords.stored(ended, TEN);
    assertThat(end.type()).isEqualTo("block");
    assertThat(decide(cancelled, null, end).status()).isEqualTo(MessageStatus.UNCHANGED);
    assertThat(names(decide(late(CONFIRMED, "10:40:00"), null, end)))
        .containsExactly("block.deleted", "reservation.created");
    assertThat(names(decide(cancelled, null, null))).containsExactly("reservation.updated");
  }

  @Test
  void a_record_keeps_its_type_where_a_message_leaves_it_open() {
    Snapshot block =
        PublishedRecords.written(
            snapshot(
                "block",
                "{'id':'1','kind':'owner','status':'CONFIRMED','departureDate':'2026-12-04'}",
                NINE,
                false),
            NINE);
    PublishedRecords longer =
        late("{'status':'CONFIRMED','departureDate':'2026-12-06','numberOfGuests':2}", "10:30:00")
            .typeUncertain();

    EventDecision kept = decide(longer, null, block);

    assertThat(names(kept)).containsExactly("block.updated");
    assertThat(kept.news().get(0).record().path("kind").asText()).isEqualTo("owner");
    assertThat(kept.news().get(0).record().path("previousDepartureDate").asText())
        .isEqualTo("2026-12-04");
    assertThat(kept.news().get(0).record().has("numberOfGuests"))
        .as("a field of the other")
        .isFalse();
    Snapshot known = PublishedRecords.stored(kept, TEN);
    assertThat(decide(longer, null, known).status()).isEqualTo(MessageStatus.UNCHANGED);
    assertThat(names(decide(longer, null, null))).containsExactly("reservation.updated");
  }

  @Test
  void a_reservation_that_looks_like_a_block_when_it_is_cancelled_stays_one() {
    Snapshot stay = confirmed(NINE, Version.CHANGED);
    PublishedRecords block =
        late("{'status':'CANCELLED','cancelledAt':'2026-05-02T10:29:00Z'}", "10:30:00")
            .as("block", "reservation");

    EventDecision ended = decide(block, null, stay);

    assertThat(names(ended)).containsExactly("reservation.updated");
    assertThat(ended.news().get(0).record().path("arrivalDate").asText()).isEqualTo("2026-12-01");
    assertThat(ended.news().get(0).record().path("cancelledAt").asText()).isNotEmpty();
  }

  @Test
  void what_a_sync_has_found_deleted_comes_back_only_with_what_is_newer() {
    Snapshot end =
        PublishedRecords.stored(
            decide(said("deleted", "{}").listedAt(TEN), confirmed(NINE, Version.CHANGED)), TEN);

    assertThat(end.readAt()).isEqualTo(TEN);
    assertThat(decide(late(CONFIRMED, "09:30:00").canRead(), end).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(decide(said("updated", CONFIRMED).canRead(), end).status())
        .isEqualTo(MessageStatus.PENDING);
    assertThat(decide(said("updated", CONFIRMED).canRead().attempts(1).missing(), end).status())
        .isEqualTo(MessageStatus.STALE);
    assertThat(names(decide(said("updated", CONFIRMED).readAt(TEN.plusSeconds(9)), end)))
        .containsExactly("reservation.created");
    assertThat(names(decide(late(CONFIRMED, "10:06:00").canRead(), end)))
        .containsExactly("reservation.created");
  }
}
