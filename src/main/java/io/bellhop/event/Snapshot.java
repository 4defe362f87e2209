package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.inbox.SyncOrigin;
import io.bellhop.time.Version;
import java.time.Instant;
import java.util.UUID;

/**
 * The last known state of a record.
 *
 * @param deleted true for a tombstone, which remains so that a late message does not restore the
 *     record
 * @param entry the hash of the equal entry in the provider's list; null if it has another source
 */
record Snapshot(
    UUID accountId,
    String type,
    String recordId,
    Stamp stamp,
    boolean deleted,
    JsonNode record,
    SyncOrigin entry) {
  /**
   * The times of a state.
   *
   * @param version the provider's own time of its last change; null if the record has none
   * @param clock the clock that the version comes from
   * @param asOf when this state arrived; null if an older Bellhop wrote it
   * @param readAt when Bellhop read it from the provider's API, by our own clock, if this is newer
   *     than its version; null otherwise
   * @param writtenAt when its row was last written; null until then
   */
  record Stamp(Instant version, String clock, Instant asOf, Instant readAt, Instant writtenAt) {
    static Stamp unwritten(Instant version, String clock, Instant asOf) {
      return new Stamp(version, clock, asOf, null, null);
    }

    Stamp readAt(Instant read) {
      return new Stamp(version, clock, asOf, read, writtenAt);
    }
  }

  Instant version() {
    return stamp.version();
  }

  String clock() {
    return stamp.clock();
  }

  Instant asOf() {
    return stamp.asOf();
  }

  Instant readAt() {
    return stamp.readAt();
  }

  Instant writtenAt() {
    return stamp.writtenAt();
  }

  Snapshot withReadAt(Instant read) {
    return new Snapshot(accountId, type, recordId, stamp.readAt(read), deleted, record, entry);
  }

  Snapshot withEntry(SyncOrigin other) {
    return new Snapshot(accountId, type, recordId, stamp, deleted, record, other);
  }

  /** The version in comparable form; null if there is none. */
  Version comparable() {
    Instant came = asOf() != null ? asOf() : writtenAt() != null ? writtenAt() : version();
    return version() == null ? null : new Version(version(), clock(), came);
  }

  static String id(UUID account, String type, String recordId) {
    return account + "/" + type + "/" + recordId;
  }

  String id() {
    return id(accountId, type, recordId);
  }

  static String typeOf(String eventType) {
    return eventType.substring(0, eventType.indexOf('.'));
  }

  String propertyId() {
    return propertyOf(type, record);
  }

  static String propertyOf(String type, JsonNode record) {
    return propertyIn(record.path(type.equals("property") ? "id" : "propertyId"));
  }

  /**
   * @param id the property in the record; a conversation may have several
   */
  static String propertyIn(JsonNode id) {
    if (id.isArray()) {
      return propertyIn(id.path(0));
    }
    String text = id.isMissingNode() || id.isNull() ? null : id.asText();
    // A longer id stays in the record, but no subscription can name it.
    return text == null || text.length() > EventDraft.LONGEST_ID ? null : text;
  }
}
