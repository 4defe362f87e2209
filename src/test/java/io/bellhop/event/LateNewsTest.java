package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.CANCELLED;
import static io.bellhop.event.PublishedRecords.CONFIRMED;
import static io.bellhop.event.PublishedRecords.NINE;
import static io.bellhop.event.PublishedRecords.TEN;
import static io.bellhop.event.PublishedRecords.YEARS_AHEAD;
import static io.bellhop.event.PublishedRecords.changed;
import static io.bellhop.event.PublishedRecords.confirmed;
import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.late;
import static io.bellhop.event.PublishedRecords.names;
import static io.bellhop.event.PublishedRecords.said;
import static io.bellhop.event.PublishedRecords.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.inbox.MessageStatus;
import io.bellhop.time.Version;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook still changes that comes after news of later times. */
class LateNewsTest {
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
  void a_booking_may_become_a_hold_again_although_the_first_change_came_late() {
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
}
