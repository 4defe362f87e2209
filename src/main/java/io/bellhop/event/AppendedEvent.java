package io.bellhop.event;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event that was just written to the log.
 *
 * @param properties those that it concerns: none, one, or two if its record has moved
 * @param record names the record among all records: events of one record keep their order
 * @param envelope the event as subscribers get it, in JSON
 * @param traceParent where it stands in a trace; null if in none
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
   * The name of a record among all records.
   *
   * @param account null for an event about Bellhop itself
   * @param recordId empty for what has none
   */
  public static String record(UUID account, String eventType, String recordId) {
    return account == null
        ? eventType + " " + recordId
        : Snapshot.id(account, inOrderWith(Snapshot.typeOf(eventType)), recordId);
  }

  /**
   * A hold may become a booking, and a booking an owner's stay, under the same id. Subscribers must
   * not see the end of the one behind the beginning of the other.
   */
  private static String inOrderWith(String type) {
    return type.equals("block") ? "reservation" : type;
  }

  /**
   * The properties that an event concerns. If a record has moved, those who follow the property
   * that it left must know too, or its nights stay taken for them.
   *
   * @param property where the record is; null if it names none
   * @param left where it was before; null if it has not moved
   */
  public static Set<String> properties(String property, String left) {
    return Stream.of(property, left)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }
}
