package io.bellhop.identity;

import io.bellhop.event.Stay;
import java.time.Instant;
import java.util.UUID;

/**
 * What a workspace calls a property, or a unit of one, that an account has.
 *
 * @param unitId null for the property as one unit
 * @param ownId the same for all that are one
 */
public record PropertyMapping(
    UUID id,
    UUID accountId,
    String propertyId,
    String unitId,
    String ownId,
    Instant createdAt,
    Instant updatedAt) {
  /** Its name among the units of all accounts. */
  public String place() {
    return Stay.unit(accountId, unitId == null ? propertyId : unitId);
  }
}
