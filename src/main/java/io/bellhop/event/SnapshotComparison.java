package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.event.EventDecision.News;
import io.bellhop.event.StalenessCheck.Verdict;
import io.bellhop.inbox.MessageStatus;
import io.bellhop.time.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compares a draft with its snapshots. A pure function: the same draft and snapshots give the same
 * decision. The section "4. Event" of docs/architecture.md describes the rules.
 */
final class SnapshotComparison {
  private static final String DELETED = "deleted";

  /** Record types for which the contract has no event but "updated". */
  private static final Set<String> ONLY_UPDATED = Set.of("conversation");

  private final EventDraft draft;
  private final Snapshot known;
  private final Snapshot other;
  private final boolean mayWait;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param known the snapshot of the record; null if it is new
   * @param other the snapshot under the alternate type; null if there is none
   * @param mayWait whether Bellhop can process the draft's messages again later, with a newer
   *     answer of the API
   */
  SnapshotComparison(EventDraft draft, Snapshot known, Snapshot other, boolean mayWait) {
    this.draft = draft;
    this.known = known;
    this.other = other;
    this.mayWait = mayWait;
  }

  EventDecision decide() {
    return decision().with(warnings);
  }

  private EventDecision decision() {
    if (!draft.compared()) {
      return done(new News(draft.type(), draft.verb(), stripped(), null, null));
    }
    if (draft.failed()) {
      return failed();
    }
    return draft.verb().equals(DELETED) ? deleted() : changed();
  }

  private EventDecision failed() {
    if (known != null && known.deleted() && !alive(other)) {
      return EventDecision.nothing(MessageStatus.STALE);
    }
    String type = alive(other) && !alive(known) ? other.type() : draft.type();
    return done(new News(type, draft.verb(), onlyId(), null, null));
  }

  private EventDecision deleted() {
    Snapshot target = alive(known) ? known : alive(other) ? other : null;
    // No event has reported the record, so no event needs to report its end; a sync only cleans up.
    if (target == null && (known != null || other != null || isFromSync())) {
      return EventDecision.nothing(MessageStatus.UNCHANGED);
    }
    if (target == null) {
      return new EventDecision(
          MessageStatus.DONE,
          List.of(new News(draft.type(), DELETED, onlyId(), null, null)),
          List.of(tombstone(draft.type(), null)));
    }
    return new EventDecision(
        MessageStatus.DONE,
        List.of(new News(target.type(), DELETED, onlyId(), null, target.record())),
        List.of(tombstone(target.type(), target.comparable())));
  }

  private EventDecision changed() {
    ObjectNode record = draft.record().deepCopy();
    Versions versions = new Versions(draft, record, warnings);
    Version version = versions.compared();
    StalenessCheck staleness = new StalenessCheck(draft, version, mayWait);
    List<Verdict> verdicts = List.of(verdict(staleness, known), verdict(staleness, other));
    if (verdicts.contains(Verdict.OLDER)) {
      return without(Verdict.OLDER);
    }
    if (verdicts.contains(Verdict.UNSETTLED)) {
      return without(Verdict.UNSETTLED);
    }
    if (alive(known)) {
      return compared(record, versions, staleness, verdicts.get(0) == Verdict.TIED);
    }
    if (alive(other) && verdicts.get(1) == Verdict.TIED) {
      Verdict verdict = staleness.tied(other, record);
      if (verdict != Verdict.NEWER) {
        return without(verdict);
      }
    }
    if (alive(other) && (StalenessCheck.isTerminal(record) || draft.typeUncertain())) {
      return ofKeptType(record, versions);
    }
    List<News> news = new ArrayList<>();
    List<Snapshot> snapshots = new ArrayList<>();
    // An unknown record is new, whatever the verb of the list's entries.
    String verb = isFromSync() && !ONLY_UPDATED.contains(draft.type()) ? "created" : draft.verb();
    ObjectNode changes = null;
    ClearedField.strip(record);
    if (alive(other)) {
      news.add(new News(other.type(), DELETED, onlyId(), null, other.record()));
      // The previous type ended when the record changed its type, not when the message arrived: the
      // record may have changed back since.
      snapshots.add(
          version == null || !version.isBelieved()
              ? tombstone(other.type(), other.comparable())
              : endedAt(other.type(), version.time().earliest()));
      verb = "created";
    } else if (known != null) {
      verb = "created";
    } else if (draft.before() != null) {
      JsonNode before = draft.before().deepCopy();
      ClearedField.strip(before);
      changes = RecordDiff.between(before, record);
      notePreviousDates(before, record);
    }
    RecordCheck.add(draft.type(), record, warnings);
    news.add(
        new News(
            draft.type(),
            verb,
            record,
            changes == null || changes.isEmpty() ? null : changes,
            null));
    snapshots.add(versions.snapshot(record, null));
    return new EventDecision(MessageStatus.DONE, news, snapshots);
  }

  private EventDecision compared(
      ObjectNode record, Versions versions, StalenessCheck staleness, boolean isTied) {
    PreservedFields.into(record, known.record(), draft.type(), draft.preserved());
    ClearedField.strip(record);
    RecordCheck.keep(draft.type(), known.record(), record, warnings);
    RecordCheck.add(draft.type(), record, warnings);
    ObjectNode changes = RecordDiff.between(known.record(), record);
    if (changes.isEmpty() && !draft.provenance().disputed()) {
      return EventDecision.known(MessageStatus.UNCHANGED, versions.unchanged(known));
    }
    // A record that may be wrong deserves an event even without a change.
    Verdict verdict = isTied && !changes.isEmpty() ? staleness.tied(known, record) : Verdict.NEWER;
    if (verdict != Verdict.NEWER) {
      return without(verdict);
    }
    versions.keepLater(record, known.record());
    notePreviousDates(known.record(), record);
    // A known record is updated, whatever the provider's verb.
    return new EventDecision(
        MessageStatus.DONE,
        List.of(
            new News(draft.type(), "updated", record, changes.isEmpty() ? null : changes, null)),
        List.of(versions.snapshot(record, known)));
  }

  private EventDecision ofKeptType(ObjectNode record, Versions versions) {
    ClearedField.strip(record);
    ObjectNode kept = RecordTypeResolver.of(other, record);
    ObjectNode changes = RecordDiff.between(other.record(), kept);
    if (changes.isEmpty()) {
      return EventDecision.known(MessageStatus.UNCHANGED, versions.unchanged(other));
    }
    notePreviousDates(other.record(), kept);
    return new EventDecision(
        MessageStatus.DONE,
        List.of(new News(other.type(), "updated", kept, changes, null)),
        List.of(versions.snapshot(kept, other)));
  }

  private static EventDecision without(Verdict verdict) {
    return EventDecision.nothing(
        verdict == Verdict.OLDER ? MessageStatus.STALE : MessageStatus.PENDING);
  }

  private Verdict verdict(StalenessCheck staleness, Snapshot snapshot) {
    return snapshot != null && snapshot.deleted()
        // A tombstone of the other type only means that the record has changed its type.
        ? staleness.againstEnd(snapshot, snapshot == other)
        : staleness.against(snapshot);
  }

  private boolean isFromSync() {
    return draft.first().isSync();
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

  /**
   * The end is the arrival of the message, or the last change of the record if that time is
   * reliable.
   */
  private Snapshot tombstone(String type, Version version) {
    Instant came = draft.first().receivedAt();
    boolean isLater =
        version != null && version.isBelieved() && version.time().earliest().isAfter(came);
    return endedAt(type, isLater ? version.time().earliest() : came).withReadAt(draft.readAt());
  }

  private Snapshot endedAt(String type, Instant end) {
    return new Snapshot(
        draft.account().id(),
        type,
        draft.recordId(),
        Snapshot.Stamp.unwritten(end, Version.CHANGED, draft.cameAt()),
        true,
        onlyId(),
        null);
  }

  private JsonNode stripped() {
    JsonNode record = draft.record().deepCopy();
    ClearedField.strip(record);
    return record;
  }

  private ObjectNode onlyId() {
    return JsonNodeFactory.instance.objectNode().put("id", draft.recordId());
  }

  private static EventDecision done(News news) {
    return new EventDecision(MessageStatus.DONE, List.of(news), List.of());
  }

  private static boolean alive(Snapshot snapshot) {
    return snapshot != null && !snapshot.deleted();
  }
}
