package io.bellhop.event;

import static io.bellhop.event.PublishedRecords.CANCELLED;
import static io.bellhop.event.PublishedRecords.CONFIRMED;
import static io.bellhop.event.PublishedRecords.NINE;
import static io.bellhop.event.PublishedRecords.TEN;
import static io.bellhop.event.PublishedRecords.confirmed;
import static io.bellhop.event.PublishedRecords.decide;
import static io.bellhop.event.PublishedRecords.json;
import static io.bellhop.event.PublishedRecords.known;
import static io.bellhop.event.PublishedRecords.late;
import static io.bellhop.event.PublishedRecords.names;
import static io.bellhop.event.PublishedRecords.said;
import static io.bellhop.event.PublishedRecords.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.inbox.MessageStatus;
import io.bellhop.time.Version;
import org.junit.jupiter.api.Test;

/** A record keeps its kind, whatever comes late, leaves it open, or ends it. */
class RecordKindTest {
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
