package io.bellhop.calendar;

import java.time.Instant;
import java.util.UUID;

/**
 * A calendar under a secret URL.
 *
 * @param unitId the only unit; null for all of the property
 * @param guestNames whether it names guests
 */
public record CalendarFeed(
    UUID id,
    UUID accountId,
    String propertyId,
    String unitId,
    String name,
    boolean guestNames,
    boolean active,
    Instant createdAt,
    Instant updatedAt) {
  /** The same with what may change. */
  public CalendarFeed with(String otherName, boolean names, boolean isActive) {
    return new CalendarFeed(
        id, accountId, propertyId, unitId, otherName, names, isActive, createdAt, updatedAt);
  }
}
