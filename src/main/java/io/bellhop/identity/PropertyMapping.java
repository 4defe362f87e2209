package io.bellhop.identity;

import io.bellhop.event.Stay;
import java.util.UUID;

/**
 * The workspace's own id for a property of an account, or for a unit of one.
 *
 * @param unitId null for the property as one unit
 * @param ownId equal for all properties that are the same
 */
record PropertyMapping(UUID id, UUID accountId, String propertyId, String unitId, String ownId) {
  /** The key of this unit among the units of all accounts. */
  String place() {
    return Stay.unit(accountId, unitId == null ? propertyId : unitId);
  }
}
