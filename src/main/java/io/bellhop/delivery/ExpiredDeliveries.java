package io.bellhop.delivery;

import io.bellhop.event.ExpiredEvents;
import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import java.util.List;

/**
 * Deletes deliveries together with their events, whatever the age of the delivery; the id of a
 * delivery begins with the event's place in the log.
 */
public final class ExpiredDeliveries {
  public static final List<ExpiredRows> DELIVERIES =
      List.of(
          ofEvents("delivery", "id"),
          ofEvents("delivery_attempt", "delivery_id"),
          // Only inactive subscriptions have deliveries that are pending for so long. A claim
          // deletes the order keys.
          ofEvents("delivery_pending", "id"));

  private ExpiredDeliveries() {}

  private static ExpiredRows ofEvents(String table, String id) {
    String statement =
        "delete from %1$s where %2$s in (select %2$s from %1$s where %2$s < ? order by %2$s limit ?)"
            .formatted(table, id);
    return ExpiredRows.of(
        table,
        (connection, before) ->
            Sql.update(
                connection,
                statement,
                DeliveryId.first(ExpiredEvents.earliest(connection)),
                ExpiredRows.PORTION));
  }
}
