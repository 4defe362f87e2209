package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.Status;
import io.bellhop.publish.Decision.News;
import io.bellhop.publish.Recency.Verdict;
import io.bellhop.time.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a publication with what is known. A pure function: the same publication and snapshots
 * give the same decision. The rules are those of the design, "publish".
 */
final class Comparison {
  private static final String DELETED = "deleted";

  private final Publication publication;
  private final Snapshot known;
  private final Snapshot other;
  private final boolean mayWait;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param known the snapshot of the record; null if it was never seen
   * @param other the snapshot under the alternate type; null if there is none
   * @param mayWait whether the publication can be made again later, when the API may know more
   */
  Comparison(Publication publication, Snapshot known, Snapshot other, boolean mayWait) {
    this.publication = publication;
    this.known = known;
    this.other = other;
    this.mayWait = mayWait;
  }

  Decision decide() {
    return decision().with(warnings);
  }

  private Decision decision() {
    if (!publication.compared()) {
      return done(new News(publication.type(), publication.verb(), stripped(), null, null));
    }
    if (publication.failed()) {
      return failed();
    }
    return publication.verb().equals(DELETED) ? deleted() : changed();
  }

  private Decision failed() {
    if (known != null && known.deleted() && !alive(other)) {
      return Decision.nothing(Status.STALE);
    }
    String type = alive(other) && !alive(known) ? other.type() : publication.type();
    return done(new News(type, publication.verb(), onlyId(), null, null));
  }

  private Decision deleted() {
    Snapshot target = alive(known) ? known : alive(other) ? other : null;
    // Of what nobody was told, nobody need be told that it is gone: a sync only tidies up.
    if (target == null && (known != null || other != null || listed())) {
      return Decision.nothing(Status.UNCHANGED);
    }
    if (target == null) {
      return new Decision(
          Status.DONE,
          List.of(new News(publication.type(), DELETED, onlyId(), null, null)),
          List.of(tombstone(publication.type(), null)));
    }
    return new Decision(
        Status.DONE,
        List.of(new News(target.type(), DELETED, onlyId(), null, target.record())),
        List.of(tombstone(target.type(), target.told())));
  }

  private Decision changed() {
    ObjectNode record = publication.record().deepCopy();
    Versions versions = new Versions(publication, record, warnings);
    Version version = versions.compared();
    Recency recency = new Recency(publication, version, mayWait);
    List<Verdict> verdicts = List.of(verdict(recency, known), verdict(recency, other));
    if (verdicts.contains(Verdict.OLDER)) {
      return Decision.nothing(Status.STALE);
    }
    if (verdicts.contains(Verdict.UNSETTLED)) {
      return Decision.nothing(Status.PENDING);
    }
    if (alive(known)) {
      return compared(record, versions, recency, verdicts.get(0) == Verdict.TIED);
    }
    List<News> news = new ArrayList<>();
    List<Snapshot> snapshots = new ArrayList<>();
    // Whatever a list's entries are handed on as: what was never seen is new.
    String verb = listed() ? "created" : publication.verb();
    ObjectNode changes = null;
    Cleared.strip(record);
    if (alive(other)) {
      news.add(new News(other.type(), DELETED, onlyId(), null, other.record()));
      // It ended when the record became this, not when we were told: it may have changed back
      // since.
      snapshots.add(
          version == null || !version.isBelieved()
              ? tombstone(other.type(), other.told())
              : endedAt(other.type(), version.time().earliest()));
      verb = "created";
    } else if (known != null) {
      verb = "created";
    } else if (publication.before() != null) {
      JsonNode before = publication.before().deepCopy();
      Cleared.strip(before);
      changes = Diff.between(before, record);
      notePreviousDates(before, record);
    }
    RecordCheck.add(publication.type(), record, warnings);
    news.add(
        new News(
            publication.type(),
            verb,
            record,
            changes == null || changes.isEmpty() ? null : changes,
            null));
    snapshots.add(versions.snapshot(record, null));
    return new Decision(Status.DONE, news, snapshots);
  }

  private Decision compared(ObjectNode record, Versions versions, Recency recency, boolean isTied) {
    Carry.into(record, known.record(), publication.type(), publication.carry());
    Cleared.strip(record);
    RecordCheck.keep(publication.type(), known.record(), record, warnings);
    RecordCheck.add(publication.type(), record, warnings);
    ObjectNode changes = Diff.between(known.record(), record);
    if (changes.isEmpty() && !publication.provenance().disputed()) {
      return Decision.known(Status.UNCHANGED, versions.snapshot(known.record(), known));
    }
    // That the API contradicts its own webhook is worth an event, though nothing has changed.
    Verdict verdict = isTied && !changes.isEmpty() ? recency.tied(known, record) : Verdict.NEWER;
    if (verdict != Verdict.NEWER) {
      return Decision.nothing(verdict == Verdict.OLDER ? Status.STALE : Status.PENDING);
    }
    notePreviousDates(known.record(), record);
    // The record is known, so whatever the provider calls it, it is an update.
    return new Decision(
        Status.DONE,
        List.of(
            new News(
                publication.type(), "updated", record, changes.isEmpty() ? null : changes, null)),
        List.of(versions.snapshot(record, known)));
  }

  private Verdict verdict(Recency recency, Snapshot snapshot) {
    return snapshot != null && snapshot.deleted()
        // A tombstone of the other type says only that the record changed its type.
        ? recency.againstEnd(snapshot, snapshot == other)
        : recency.against(snapshot);
  }

  private boolean listed() {
    return publication.first().isSync();
  }

  private static void notePreviousDates(JsonNode old, ObjectNode record) {
    note(old, record, "arrivalDate", "previousArrivalDate");
    note(old, record, "departureDate", "previousDepartureDate");
  }

  private static void note(JsonNode old, ObjectNode record, String date, String previous) {
    if (old.has(date) && !record.has(previous) && !old.get(date).equals(record.get(date))) {
      record.set(previous, old.get(date));
    }
  }

  /** Ends when we were told, or when the record was last changed, if that is believed. */
  private Snapshot tombstone(String type, Version version) {
    Instant told = publication.first().receivedAt();
    boolean isLater =
        version != null && version.isBelieved() && version.time().earliest().isAfter(told);
    return endedAt(type, isLater ? version.time().earliest() : told);
  }

  private Snapshot endedAt(String type, Instant end) {
    return new Snapshot(
        publication.account().id(),
        type,
        publication.recordId(),
        end,
        Version.CHANGED,
        publication.cameAt(),
        true,
        onlyId(),
        null,
        null);
  }

  private JsonNode stripped() {
    JsonNode record = publication.record().deepCopy();
    Cleared.strip(record);
    return record;
  }

  private ObjectNode onlyId() {
    return JsonNodeFactory.instance.objectNode().put("id", publication.recordId());
  }

  private static Decision done(News news) {
    return new Decision(Status.DONE, List.of(news), List.of());
  }

  private static boolean alive(Snapshot snapshot) {
    return snapshot != null && !snapshot.deleted();
  }
}
