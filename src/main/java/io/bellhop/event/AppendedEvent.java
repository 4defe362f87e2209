package io.bellhop.event;

import java.util.UUID;

/**
 * An event that was just written to the log.
 *
 * @param record names the record among all records: events of one record keep their order
 * @param envelope the event as subscribers get it, in JSON
 * @param traceParent where it stands in a trace; null if in none
 */
public record AppendedEvent(
    long seq,
    UUID id,
    String type,
    String workspaceId,
    String propertyId,
    String record,
    String envelope,
    String traceParent) {

  /**
   * The name of a record among all records.
   *
   * @param account null for an event about Bellhop itself
   * @param recordId empty for what has none
   */
  public static String record(UUID account, String eventType, String recordId) {
    return account == null
        ? eventType + " " + recordId
        : Snapshot.id(account, eventType.substring(0, eventType.indexOf('.')), recordId);
  }
}
