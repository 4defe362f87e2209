package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.inbox.Status;
import io.bellhop.publish.Decision.News;
import java.time.DateTimeException;
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

  /**
   * @param known the snapshot of the record; null if it was never seen
   * @param other the snapshot under the alternate type; null if there is none
   */
  Comparison(Publication publication, Snapshot known, Snapshot other) {
    this.publication = publication;
    this.known = known;
    this.other = other;
  }

  Decision decide() {
    if (!publication.compared()) {
      return done(
          new News(publication.type(), publication.verb(), publication.record(), null, null));
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
        List.of(tombstone(target.type(), target.version())));
  }

  private Decision changed() {
    ObjectNode record = publication.record().deepCopy();
    Instant version = version(record);
    if (older(version, known) || older(version, other)) {
      return Decision.nothing(Status.STALE);
    }
    if (alive(known)) {
      return compared(record, version);
    }
    List<News> news = new ArrayList<>();
    List<Snapshot> snapshots = new ArrayList<>();
    // Whatever a list's entries are handed on as: what was never seen is new.
    String verb = listed() ? "created" : publication.verb();
    ObjectNode changes = null;
    if (alive(other)) {
      news.add(new News(other.type(), DELETED, onlyId(), null, other.record()));
      // It ended when the record became this, not when we were told: it may have changed back
      // since.
      snapshots.add(
          version == null
              ? tombstone(other.type(), other.version())
              : endedAt(other.type(), version));
      verb = "created";
    } else if (known != null) {
      verb = "created";
    } else if (publication.before() != null) {
      changes = Diff.between(publication.before(), record);
      notePreviousDates(publication.before(), record);
    }
    news.add(
        new News(
            publication.type(),
            verb,
            record,
            changes == null || changes.isEmpty() ? null : changes,
            null));
    snapshots.add(snapshot(record, version));
    return new Decision(Status.DONE, news, snapshots);
  }

  private Decision compared(ObjectNode record, Instant version) {
    Carry.into(record, known.record(), publication.type(), publication.carry());
    Cleared.strip(record);
    ObjectNode changes = Diff.between(known.record(), record);
    Instant latest = version == null ? known.version() : version;
    if (changes.isEmpty()) {
      return Decision.known(
          Status.UNCHANGED,
          new Snapshot(
              known.accountId(), known.type(), known.recordId(), latest, false, known.record()));
    }
    notePreviousDates(known.record(), record);
    // The record is known, so whatever the provider calls it, it is an update.
    return new Decision(
        Status.DONE,
        List.of(new News(publication.type(), "updated", record, changes, null)),
        List.of(snapshot(record, latest)));
  }

  private boolean listed() {
    return publication.first().isSync();
  }

  private boolean older(Instant version, Snapshot snapshot) {
    if (listed() && publication.ordered() && snapshot != null) {
      boolean writtenSince =
          snapshot.writtenAt() == null
              || snapshot.writtenAt().isAfter(publication.first().receivedAt());
      if (snapshot.deleted()) {
        // A list that was read after the end and still shows it knows better.
        return writtenSince && !supersedes(snapshot);
      }
      if (writtenSince && (version == null || version.equals(snapshot.version()))) {
        // The provider's times are coarse: of two states of one second, the one read later counts.
        return true;
      }
    }
    if (!publication.ordered()
        || version == null
        || snapshot == null
        || snapshot.version() == null) {
      return false;
    }
    // What was deleted comes back only with something newer than its end.
    return snapshot.deleted()
        ? !version.isAfter(snapshot.version()) && !supersedes(snapshot)
        : version.isBefore(snapshot.version());
  }

  /** A tombstone of the other type says only that the record changed its type. */
  private boolean supersedes(Snapshot snapshot) {
    return snapshot == other;
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

  private Snapshot snapshot(JsonNode record, Instant version) {
    return new Snapshot(
        publication.account().id(),
        publication.type(),
        publication.recordId(),
        version,
        false,
        record);
  }

  private Snapshot tombstone(String type, Instant version) {
    Instant told = publication.first().receivedAt();
    return endedAt(type, version == null || version.isBefore(told) ? told : version);
  }

  private Snapshot endedAt(String type, Instant version) {
    return new Snapshot(
        publication.account().id(), type, publication.recordId(), version, true, onlyId());
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

  /** A conversation is as new as its newest message: its own time may stand still meanwhile. */
  private static Instant version(JsonNode record) {
    Instant latest = time(record, "updatedAt");
    for (JsonNode message : record.path("messages")) {
      latest = later(latest, later(time(message, "createdAt"), time(message, "updatedAt")));
    }
    return latest;
  }

  private static Instant later(Instant a, Instant b) {
    return a == null || b != null && b.isAfter(a) ? b : a;
  }

  private static Instant time(JsonNode of, String field) {
    String text = of.path(field).asText("");
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
