package io.bellhop.identity;

import io.bellhop.event.Stay;
import java.util.UUID;

/**
 * What a workspace calls a property, or a unit of one, that an account has.
 *
 * @param unitId null for the property as one unit
 * @param ownId the same for all that are one
 */
record PropertyMapping(UUID id, UUID accountId, String propertyId, String unitId, String ownId) {
  /** Its name among the units of all accounts. */
  String place() {
    return Stay.unit(accountId, unitId == null ? propertyId : unitId);
  }
}
