package io.bellhop.calendar;

import java.time.Instant;
import java.util.UUID;

/**
 * A calendar with a secret URL.
 *
 * @param unitId the only unit; null for all of the property
 * @param guestNames whether it names guests
 */
record CalendarFeed(
    UUID id,
    UUID accountId,
    String propertyId,
    String unitId,
    String name,
    boolean guestNames,
    Instant updatedAt) {}
