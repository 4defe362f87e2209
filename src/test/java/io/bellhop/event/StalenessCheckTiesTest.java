package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.CANCELLED;
import static io.bellhop.event.PublishedRecords.CONFIRMED;
import static io.bellhop.event.PublishedRecords.NINE;
import static io.bellhop.event.PublishedRecords.TEN;
import static io.bellhop.event.PublishedRecords.changed;
import static io.bellhop.event.PublishedRecords.confirmed;
import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.names;
import static io.bellhop.event.PublishedRecords.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.inbox.MessageStatus;
import io.bellhop.time.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of states whose versions do not tell which is the newer, which counts. */
class StalenessCheckTiesTest {
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
  void a_tie_of_an_account_without_credentials_waits_for_no_reading() {
    PublishedRecords cancelled = changed(CANCELLED, NINE.toString()).canRead();

    assertThat(names(decide(cancelled.withoutCredentials(), confirmed(NINE, Version.CHANGED))))
        .containsExactly("reservation.updated");
  }

  /** Reading after an event made the snapshot as new as that, and hid that its own time stands. */
  @Test
  void a_later_event_counts_though_the_time_of_its_record_stands_still() {
    String eight = NINE.minusSeconds(3600).toString();
    Snapshot read =
        PublishedRecords.stored(
            decide(changed(CONFIRMED, eight).of(NINE).readAt(NINE.plusSeconds(1))), TEN);

    EventDecision later = decide(changed(CANCELLED, eight).of(NINE.plusSeconds(2)), read);

    assertThat(names(later)).containsExactly("reservation.updated");
    assertThat(later.snapshots().get(0).version()).isEqualTo(NINE);
    assertThat(decide(changed(CANCELLED, eight).of(NINE.minusSeconds(2)), read).status())
        .as("of an event before the reading")
        .isEqualTo(MessageStatus.STALE);
    String before = NINE.minusSeconds(3601).toString();
    assertThat(decide(changed(CANCELLED, before).of(NINE.plusSeconds(2)), read).status())
        .as("a body that is older than what was read")
        .isEqualTo(MessageStatus.STALE);
    assertThat(decide(changed(CONFIRMED, eight).of(NINE.plusSeconds(2)), read).status())
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
}
