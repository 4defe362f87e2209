package io.bellhop.event;

import io.bellhop.store.ContentCipher;
import java.util.UUID;

/** Opens stored events and records, which are in plain text or encrypted for their row. */
public final class StoredContent {
  /** The text in place of a record whose key was deleted. */
  private static final String GONE = "Erased: the account was deleted, and its key with it";

  private StoredContent() {}

  static String sealEvent(ContentCipher cipher, UUID account, long seq, String envelope) {
    return cipher.seal(account, eventPlace(seq), envelope);
  }

  /**
   * Decrypts an event.
   *
   * @return an event that states this if the key of its account was deleted
   */
  public static String openEvent(
      ContentCipher cipher, long seq, Object id, String eventType, String stored) {
    String clear = cipher.open(eventPlace(seq), stored);
    return clear != null
        ? clear
        : """
          {"hook":{"id":"%s","eventType":"%s","source":"PMS_WEBHOOK"},"data":{"record":{},\
          "warnings":["%s"],"sourceEvents":[]}}"""
            .formatted(id, eventType, GONE);
  }

  static String sealRecord(ContentCipher cipher, UUID account, String id, String record) {
    return cipher.seal(account, recordPlace(id), record);
  }

  /**
   * Decrypts a record.
   *
   * @param id of its snapshot
   * @return an empty record if the key of its account was deleted
   */
  public static String openRecord(ContentCipher cipher, String id, String stored) {
    String clear = cipher.open(recordPlace(id), stored);
    return clear == null ? "{}" : clear;
  }

  /** The id of a record's snapshot. */
  public static String recordId(UUID account, String type, String recordId) {
    return Snapshot.id(account, type, recordId);
  }

  private static String eventPlace(long seq) {
    return "event.envelope of " + seq;
  }

  private static String recordPlace(String id) {
    return "snapshot.record of " + id;
  }
}
