package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.time.Version;
import java.time.Instant;
import java.util.UUID;

/**
 * What is known of a record.
 *
 * @param version the provider's own time of its last change; null if it tells none
 * @param clock the clock that the version comes from
 * @param asOf when this state came here; null if it was written before that was kept
 * @param deleted true for a tombstone: it is kept so that late news does not raise the dead
 * @param entry the entry of the provider's list that it equals; null if something else made it
 * @param writtenAt when its row was written last; null while it is not
 */
record Snapshot(
    UUID accountId,
    String type,
    String recordId,
    Instant version,
    String clock,
    Instant asOf,
    boolean deleted,
    JsonNode record,
    SyncEntry entry,
    Instant writtenAt) {

  Snapshot listedAs(SyncEntry as) {
    return new Snapshot(
        accountId, type, recordId, version, clock, asOf, deleted, record, as, writtenAt);
  }

  /** The version as it can be compared; null if there is none. */
  Version told() {
    Instant came = asOf != null ? asOf : writtenAt != null ? writtenAt : version;
    return version == null ? null : new Version(version, clock, came);
  }

  static String id(UUID account, String type, String recordId) {
    return account + "/" + type + "/" + recordId;
  }

  String id() {
    return id(accountId, type, recordId);
  }

  String propertyId() {
    return propertyOf(type, record);
  }

  static String propertyOf(String type, JsonNode record) {
    JsonNode id = record.path(type.equals("property") ? "id" : "propertyId");
    if (id.isArray()) {
      id = id.path(0);
    }
    return id.isMissingNode() || id.isNull() ? null : id.asText();
  }
}
