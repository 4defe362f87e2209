package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.CANCELLED;
import static io.bellhop.event.PublishedRecords.CONFIRMED;
import static io.bellhop.event.PublishedRecords.NINE;
import static io.bellhop.event.PublishedRecords.TEN;
import static io.bellhop.event.PublishedRecords.YEARS_AHEAD;
import static io.bellhop.event.PublishedRecords.changed;
import static io.bellhop.event.PublishedRecords.confirmed;
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
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which of two states of a record is the newer: docs/writing-routes.md, "How to choose a version".
 */
class StalenessCheckTest {
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
  void the_time_of_change_that_subscribers_see_does_not_go_back() {
    Snapshot known = was(changed(CONFIRMED, "2026-05-02T09:00:00.000Z").draft().record());
    PublishedRecords other = changed(CANCELLED, "2026-05-02T08:00:00.000Z").by("altered");
    PublishedRecords later = changed(CANCELLED, "2026-05-02T10:00:00.000Z").by("altered");

    assertThat(updatedAt(decide(other, known))).isEqualTo("2026-05-02T09:00:00.000Z");
    assertThat(updatedAt(decide(later, known))).isEqualTo("2026-05-02T10:00:00.000Z");
  }

  @Test
  void a_time_of_change_that_cannot_be_true_does_not_stay() {
    Snapshot known = known(changed(CONFIRMED, YEARS_AHEAD.toString()).draft().record().toString());
    PublishedRecords believed = changed(CANCELLED, "2026-05-02T08:00:00.000Z");

    assertThat(updatedAt(decide(believed, known))).isEqualTo("2026-05-02T08:00:00.000Z");
  }

  private static Snapshot was(JsonNode record) {
    return known(record.toString(), NINE);
  }

  private static String updatedAt(EventDecision decision) {
    return only(decision).record().path("updatedAt").asText();
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
  void a_version_of_the_future_is_reported_and_not_believed() {
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
  void an_unreadable_time_is_reported_and_arrival_counts(String time) {
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

  /** What a list without times has shown at ten, after a webhook of nine. */
  private static Snapshot listed(String record) {
    PublishedRecords entry = said("updated", record).listedAt(TEN);
    return PublishedRecords.stored(decide(entry, confirmed(NINE, Version.CHANGED)), TEN);
  }
}
