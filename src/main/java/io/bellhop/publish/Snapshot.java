package io.bellhop.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * What is known of a record.
 *
 * @param version the provider's own time of its last change; null if it tells none
 * @param deleted true for a tombstone: it is kept so that late news does not raise the dead
 * @param listing the entry of the provider's list that it equals; null if something else made it
 * @param writtenAt when its row was written last; null while it is not
 */
record Snapshot(
    UUID accountId,
    String type,
    String recordId,
    Instant version,
    boolean deleted,
    JsonNode record,
    Listing listing,
    Instant writtenAt) {

  Snapshot(
      UUID accountId,
      String type,
      String recordId,
      Instant version,
      boolean deleted,
      JsonNode record) {
    this(accountId, type, recordId, version, deleted, record, null, null);
  }

  Snapshot listedAs(Listing as) {
    return new Snapshot(accountId, type, recordId, version, deleted, record, as, writtenAt);
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
