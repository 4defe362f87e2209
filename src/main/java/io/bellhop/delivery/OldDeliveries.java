package io.bellhop.delivery;

import io.bellhop.event.OldEvents;
import io.bellhop.store.OldRows;
import io.bellhop.store.Sql;
import java.util.List;

/**
 * What retention deletes of deliveries. They go with their events, whatever the time: their ids
 * begin with the event's place in the log.
 */
public final class OldDeliveries {
  public static final List<OldRows> DELIVERIES =
      List.of(
          ofEvents("delivery", "id"),
          ofEvents("delivery_attempt", "delivery_id"),
          // Only inactive subscriptions have deliveries that are pending for so long. A claim
          // deletes the order keys.
          ofEvents("delivery_pending", "id"));

  private OldDeliveries() {}

  private static OldRows ofEvents(String table, String id) {
    String statement =
        "delete from %1$s where %2$s in (select %2$s from %1$s where %2$s < ? order by %2$s limit ?)"
            .formatted(table, id);
    return OldRows.of(
        table,
        (connection, before) ->
            Sql.update(
                connection,
                statement,
                DeliveryId.first(OldEvents.earliest(connection)),
                OldRows.PORTION));
  }
}
