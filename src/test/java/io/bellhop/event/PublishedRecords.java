package io.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.event.EventDecision.News;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageKind;
import io.bellhop.support.TestNode;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A publication in the making: the rule, and what a test says otherwise. */
final class PublishedRecords {
  static final Instant NINE = Instant.parse("2026-05-02T09:00:00Z");
  static final Instant TEN = Instant.parse("2026-05-02T10:00:00Z");

  /** When messages arrive, unless a test says otherwise: after all times that it tells. */
  static final Instant NOW = Instant.parse("2026-05-02T11:00:00Z");

  static final Instant YEARS_AHEAD = Instant.parse("2028-01-01T00:00:00Z");

  static final String CONFIRMED =
      "{'status':'CONFIRMED','arrivalDate':'2026-12-01','departureDate':'2026-12-05'}";
  static final String CANCELLED = CONFIRMED.replace("CONFIRMED", "CANCELLED");

  static final UUID ACCOUNT = UUID.randomUUID();

  private final String verb;
  private final ObjectNode record;
  private Instant arrivedAt = NOW;
  private MessageKind kind = MessageKind.WEBHOOK;
  private int attempts;
  private String type = "reservation";
  private String alternate = "block";
  private boolean typeUncertain;
  private boolean compared = true;
  private boolean ordered = true;
  private JsonNode before;
  private List<String> preserved = List.of();
  private String clock = Version.CHANGED;
  private Instant eventTime;
  private Instant readAt;
  private Map<String, String> api = Map.of("token", "t");
  private boolean canRead;
  private boolean missing;
  private Function<String, WrittenTime> doubtful = text -> null;
  private String error;

  private PublishedRecords(String verb, ObjectNode record) {
    this.verb = verb;
    this.record = record;
  }

  static PublishedRecords said(String verb, String record) {
    return new PublishedRecords(verb, json(record).put("id", "1"));
  }

  /** What is known: confirmed, as of a time, written an hour ago. */
  static Snapshot confirmed(Instant version, String clock) {
    return new Snapshot(
        ACCOUNT,
        "reservation",
        "1",
        new Snapshot.Stamp(version, clock, NINE, null, TEN),
        false,
        json(CONFIRMED).put("id", "1"),
        null);
  }

  /** A change that was made at a time of the day. */
  static PublishedRecords late(String record, String time) {
    return changed(record, "2026-05-02T" + time + ".000Z");
  }

  /** The usual: a change that was made at a time. */
  static PublishedRecords changed(String record, String updatedAt) {
    PublishedRecords said = said("updated", record);
    said.record.put("updatedAt", updatedAt);
    return said;
  }

  PublishedRecords before(String state) {
    before = json(state);
    return this;
  }

  PublishedRecords arrivedAt(Instant time) {
    arrivedAt = time;
    return this;
  }

  PublishedRecords listedAt(Instant time) {
    kind = MessageKind.SYNC_ENTRY;
    return arrivedAt(time);
  }

  PublishedRecords replayOf(Instant time) {
    kind = MessageKind.REPLAY;
    return arrivedAt(time);
  }

  PublishedRecords attempts(int tries) {
    attempts = tries;
    return this;
  }

  PublishedRecords as(String other, String instead) {
    type = other;
    alternate = instead;
    return this;
  }

  PublishedRecords typeUncertain() {
    typeUncertain = true;
    return this;
  }

  PublishedRecords unordered() {
    ordered = false;
    return this;
  }

  PublishedRecords happening() {
    compared = false;
    return this;
  }

  PublishedRecords carrying(String... paths) {
    preserved = List.of(paths);
    return this;
  }

  PublishedRecords by(String otherClock) {
    clock = otherClock;
    return this;
  }

  PublishedRecords of(Instant happened) {
    eventTime = happened;
    return this;
  }

  PublishedRecords readAt(Instant time) {
    readAt = time;
    return this;
  }

  PublishedRecords canRead() {
    canRead = true;
    return this;
  }

  PublishedRecords withoutCredentials() {
    api = Map.of("base_url", "https://pms.example.com");
    return this;
  }

  PublishedRecords missing() {
    missing = true;
    return this;
  }

  PublishedRecords doubtful(WrittenTime time) {
    doubtful = text -> text.equals(time.utc()) ? time : null;
    return this;
  }

  PublishedRecords failed(String why) {
    error = why;
    return this;
  }

  EventDraft draft() {
    Account account =
        Account.builder()
            .id(ACCOUNT)
            .provider("pms")
            .name("test")
            .listenerToken("t")
            .api(api)
            .build();
    InboxMessage message =
        InboxMessage.builder(UUID.randomUUID(), ACCOUNT, "pms")
            .nativeEvent("thing.changed")
            .keys("booking 1", "once")
            .kind(kind)
            .receivedAt(arrivedAt)
            .attempts(attempts)
            .build();
    return EventDraft.builder(account, List.of(message))
        .event(type, verb)
        .alternateType(alternate)
        .typeUncertain(typeUncertain)
        .compared(compared)
        .ordered(ordered)
        .record(record)
        .before(before)
        .preserved(preserved)
        .provenance(new Provenance(clock, eventTime, readAt, canRead, missing, false, doubtful))
        .error(error)
        .failed(error != null)
        .build();
  }

  static EventDecision decide(PublishedRecords said) {
    return decide(said, null, null);
  }

  static EventDecision decide(PublishedRecords said, Snapshot known) {
    return decide(said, known, null);
  }

  static EventDecision decide(PublishedRecords said, Snapshot known, Snapshot other) {
    return new SnapshotComparison(said.draft(), known, other, true).decide();
  }

  /** What it leaves behind, as the store gives it back. */
  static Snapshot stored(EventDecision decision, Instant writtenAt) {
    Snapshot snapshot = decision.snapshots().get(0);
    return written(snapshot, writtenAt);
  }

  static Snapshot written(Snapshot snapshot, Instant writtenAt) {
    return new Snapshot(
        snapshot.accountId(),
        snapshot.type(),
        snapshot.recordId(),
        new Snapshot.Stamp(
            snapshot.version(), snapshot.clock(), snapshot.asOf(), snapshot.readAt(), writtenAt),
        snapshot.deleted(),
        snapshot.record(),
        null);
  }

  static Snapshot known(String record) {
    return known(record, null);
  }

  static Snapshot known(String record, Instant version) {
    return snapshot("reservation", record, version, false);
  }

  static Snapshot snapshot(String type, String record, Instant version, boolean deleted) {
    return new Snapshot(
        ACCOUNT,
        type,
        "1",
        Snapshot.Stamp.unwritten(version, Version.CHANGED, null),
        deleted,
        json(record),
        null);
  }

  static News only(EventDecision decision) {
    assertThat(decision.news()).hasSize(1);
    return decision.news().get(0);
  }

  static List<String> names(EventDecision decision) {
    return decision.news().stream().map(News::eventType).toList();
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) TestNode.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
