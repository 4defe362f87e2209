package io.bellhop.event;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event that a transaction has just appended to the log.
 *
 * @param properties the properties of the event: none, one, or two if its record has moved
 * @param record names the record among all records: events of one record keep their order
 * @param envelope the event in JSON, as for subscribers
 * @param traceParent its place in a trace; null if there is none
 */
public record AppendedEvent(
    long seq,
    UUID id,
    String type,
    String workspaceId,
    Set<String> properties,
    String record,
    String envelope,
    String traceParent) {

  /**
   * Names a record among all records.
   *
   * @param account null for an event about Bellhop itself
   * @param recordId empty if the event is not about a record
   */
  public static String record(UUID account, String eventType, String recordId) {
    return account == null
        ? eventType + " " + recordId
        : Snapshot.id(account, inOrderWith(Snapshot.typeOf(eventType)), recordId);
  }

  /**
   * A hold may become a booking, and a booking an owner's stay, under the same id. Subscribers must
   * not see the end of the former after the beginning of the latter.
   */
  private static String inOrderWith(String type) {
    return type.equals("block") ? "reservation" : type;
  }

  /**
   * The properties of an event. If a record has moved, subscribers of its previous property need
   * the event too, or they would keep its nights.
   *
   * @param property the property of the record; null if there is none
   * @param left its previous property; null if it has not moved
   */
  public static Set<String> properties(String property, String left) {
    return Stream.of(property, left)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }
}
