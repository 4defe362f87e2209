package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.time.UtcTime;
import io.bellhop.time.Version;
import io.bellhop.time.WrittenTime;
import java.time.Instant;
import java.util.List;

/** Finds the version of a draft's record, and the version for its snapshot. */
final class Versions {
  private static final String UPDATED_AT = "updatedAt";

  private final EventDraft draft;
  private final Version own;

  /**
   * @param record with times in the form of its mapping
   * @param warnings receives a text for each time that Bellhop ignores
   */
  Versions(EventDraft draft, JsonNode record, List<String> warnings) {
    this.draft = draft;
    WrittenTime time = latest(record, warnings);
    this.own = time == null ? null : new Version(time, draft.provenance().clock(), draft.cameAt());
    if (own != null && draft.ordered() && !own.isBelieved()) {
      warnings.add(
          "updatedAt: "
              + own.time().utc()
              + " cannot be true of what came at "
              + UtcTime.text(own.came())
              + ", so the order of arrival counts");
    }
  }

  /** A conversation is as new as its newest message, because its own time may not change. */
  private WrittenTime latest(JsonNode record, List<String> warnings) {
    WrittenTime latest = time(record, UPDATED_AT);
    if (latest == null && !record.path(UPDATED_AT).asText("").isEmpty()) {
      warnings.add(
          "updatedAt: "
              + shortened(record.get(UPDATED_AT).asText())
              + " is not a time that Bellhop can read, so the order of arrival counts");
    }
    for (JsonNode message : record.path("messages")) {
      latest = later(latest, later(time(message, "createdAt"), time(message, "updatedAt")));
    }
    return latest;
  }

  private WrittenTime time(JsonNode of, String field) {
    String text = of.path(field).asText("");
    WrittenTime doubtful = draft.provenance().doubtful().apply(text);
    return doubtful != null ? doubtful : WrittenTime.read(text);
  }

  private static WrittenTime later(WrittenTime a, WrittenTime b) {
    return a == null || b != null && a.isBefore(b) ? b : a;
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  /**
   * The version for the comparison. A record that Bellhop read after an event is at least as new as
   * the event.
   *
   * @return null if there is none
   */
  Version compared() {
    Instant happened = draft.provenance().eventTime();
    if (happened == null) {
      return own;
    }
    boolean isRead = draft.readAt() != null;
    Version event =
        new Version(happened, isRead ? Version.CHANGED : Version.EVENTS, draft.cameAt());
    if (own == null) {
      return event;
    }
    boolean isLifted =
        isRead && event.isBelieved() && (!own.isBelieved() || own.time().isBefore(event.time()));
    return isLifted ? event : own;
  }

  /**
   * Keeps the later time of change if a source with another clock, or a read, shows an earlier one,
   * because subscribers may ignore a record that seems older than theirs.
   */
  void keepLater(ObjectNode record, JsonNode known) {
    WrittenTime now = WrittenTime.read(record.path(UPDATED_AT).asText(""));
    WrittenTime before = WrittenTime.read(known.path(UPDATED_AT).asText(""));
    if (now != null
        && before != null
        && now.isBefore(before)
        && new Version(before, Version.CHANGED, draft.cameAt()).isBelieved()) {
      record.set(UPDATED_AT, known.get(UPDATED_AT));
    }
  }

  /**
   * The snapshot of a changed record.
   *
   * @param known the previous snapshot, with the type that the record keeps; null if there was none
   */
  Snapshot snapshot(JsonNode record, Snapshot known) {
    return new Snapshot(
        draft.account().id(),
        known == null ? draft.type() : known.type(),
        draft.recordId(),
        stamp(known).readAt(compared() == null ? draft.readAt() : null),
        false,
        record,
        null);
  }

  /** The snapshot of an unchanged record. */
  Snapshot unchanged(Snapshot known) {
    Snapshot now = snapshot(known.record(), known);
    Instant before = known.readAt();
    Version version = compared();
    boolean isOvertaken =
        before == null
            || draft.readAt() != null && !draft.readAt().isBefore(before)
            || version != null && version.isSurelyAfter(before);
    return isOvertaken ? now : now.withReadAt(before);
  }

  private Snapshot.Stamp stamp(Snapshot known) {
    Version stays = stays(known == null ? null : known.comparable());
    Instant came = draft.cameAt();
    Instant before = known == null ? null : known.asOf();
    return Snapshot.Stamp.unwritten(
        stays == null ? null : stays.time().earliest(),
        stays == null ? Version.CHANGED : stays.clock(),
        before != null && before.isAfter(came) ? before : came);
  }

  private Version stays(Version before) {
    Version now = compared();
    if (now == null || before == null) {
      return now == null ? before : now;
    }
    if (before.isBelieved() && !now.isBelieved()) {
      return before;
    }
    boolean keepsTime =
        (draft.readAt() != null || now.clock().equals(before.clock()))
            && before.isBelieved()
            && before.clock().equals(Version.CHANGED)
            && now.time().isBefore(before.time());
    // A record that Bellhop read after all known states, or that counts in spite of its time, is as
    // new.
    return keepsTime ? before : now;
  }
}
