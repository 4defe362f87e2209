package io.bellhop.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.account.Account;
import io.bellhop.inbox.Delivery;
import io.bellhop.publish.Decision.News;
import io.bellhop.support.TestNode;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A publication in the making: the rule, and what a test says otherwise. */
final class Said {
  static final Instant NINE = Instant.parse("2026-05-02T09:00:00Z");
  static final Instant TEN = Instant.parse("2026-05-02T10:00:00Z");

  /** When messages arrive, unless a test says otherwise: after all times that it tells. */
  static final Instant NOW = Instant.parse("2026-05-02T11:00:00Z");

  static final UUID ACCOUNT = UUID.randomUUID();

  private final String verb;
  private final ObjectNode record;
  private Instant arrivedAt = NOW;
  private String origin = "webhook";
  private int attempts;
  private String type = "reservation";
  private String alternate = "block";
  private boolean compared = true;
  private boolean ordered = true;
  private JsonNode before;
  private List<String> carry = List.of();
  private String clock = Version.CHANGED;
  private Instant eventTime;
  private Instant readAt;
  private boolean canRead;
  private Function<String, WrittenTime> doubtful = text -> null;
  private String error;

  private Said(String verb, ObjectNode record) {
    this.verb = verb;
    this.record = record;
  }

  static Said said(String verb, String record) {
    return new Said(verb, json(record).put("id", "1"));
  }

  /** The usual: a change that was made at a time. */
  static Said changed(String record, String updatedAt) {
    Said said = said("updated", record);
    said.record.put("updatedAt", updatedAt);
    return said;
  }

  Said before(String state) {
    before = json(state);
    return this;
  }

  Said arrivedAt(Instant time) {
    arrivedAt = time;
    return this;
  }

  Said listedAt(Instant time) {
    origin = "sync";
    return arrivedAt(time);
  }

  Said replayOf(Instant time) {
    origin = "replay";
    return arrivedAt(time);
  }

  Said attempts(int tries) {
    attempts = tries;
    return this;
  }

  Said as(String other, String instead) {
    type = other;
    alternate = instead;
    return this;
  }

  Said unordered() {
    ordered = false;
    return this;
  }

  Said happening() {
    compared = false;
    return this;
  }

  Said carrying(String... paths) {
    carry = List.of(paths);
    return this;
  }

  Said by(String otherClock) {
    clock = otherClock;
    return this;
  }

  Said of(Instant happened) {
    eventTime = happened;
    return this;
  }

  Said readAt(Instant time) {
    readAt = time;
    return this;
  }

  Said canRead() {
    canRead = true;
    return this;
  }

  Said doubtful(WrittenTime time) {
    doubtful = text -> text.equals(time.utc()) ? time : null;
    return this;
  }

  Said failed(String why) {
    error = why;
    return this;
  }

  Publication publication() {
    Account account =
        new Account(
            ACCOUNT, "pms", "test", "default", null, Map.of(), Map.of(), "t", true, null, null,
            null);
    Delivery delivery =
        new Delivery(
            UUID.randomUUID(),
            ACCOUNT,
            "pms",
            "thing.changed",
            "booking 1",
            "once",
            origin,
            false,
            arrivedAt,
            arrivedAt,
            "{}",
            new byte[0],
            attempts,
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
        new Provenance(clock, eventTime, readAt, canRead, false, doubtful),
        List.of(),
        List.of(),
        error,
        error != null,
        false);
  }

  static Decision decide(Said said) {
    return decide(said, null, null);
  }

  static Decision decide(Said said, Snapshot known) {
    return decide(said, known, null);
  }

  static Decision decide(Said said, Snapshot known, Snapshot other) {
    return new Comparison(said.publication(), known, other, true).decide();
  }

  /** What it leaves behind, as the store gives it back. */
  static Snapshot stored(Decision decision, Instant writtenAt) {
    Snapshot snapshot = decision.snapshots().get(0);
    return written(snapshot, writtenAt);
  }

  static Snapshot written(Snapshot snapshot, Instant writtenAt) {
    return new Snapshot(
        snapshot.accountId(),
        snapshot.type(),
        snapshot.recordId(),
        snapshot.version(),
        snapshot.clock(),
        snapshot.asOf(),
        snapshot.deleted(),
        snapshot.record(),
        null,
        writtenAt);
  }

  static Snapshot known(String record) {
    return known(record, null);
  }

  static Snapshot known(String record, Instant version) {
    return snapshot("reservation", record, version, false);
  }

  static Snapshot snapshot(String type, String record, Instant version, boolean deleted) {
    return new Snapshot(
        ACCOUNT, type, "1", version, Version.CHANGED, null, deleted, json(record), null, null);
  }

  static News only(Decision decision) {
    assertThat(decision.news()).hasSize(1);
    return decision.news().get(0);
  }

  static List<String> names(Decision decision) {
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
