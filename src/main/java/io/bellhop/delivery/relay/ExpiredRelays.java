package io.bellhop.delivery.relay;

import io.bellhop.event.ExpiredEvents;
import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import java.util.List;

/** Deletes the runs of relays whose events have been deleted. */
public final class ExpiredRelays {
  public static final List<ExpiredRows> RELAYS =
      List.of(
          // There are few of them, so one statement deletes all, including those that a relay has
          // not sent by then.
          ExpiredRows.of(
              "relay_run",
              (connection, before) ->
                  Sql.update(
                      connection,
                      "delete from relay_run where last_seq < ?",
                      ExpiredEvents.earliest(connection))),
          // Relays of deleted subscriptions without remaining runs.
          ExpiredRows.of(
              "relay",
              (connection, before) ->
                  Sql.update(
                      connection,
                      """
                      delete from relay where not exists (
                          select 1 from subscription s where s.id = relay.subscription_id)
                        and not exists (
                          select 1 from relay_run r where r.subscription_id = relay.subscription_id)
                      """)));

  private ExpiredRelays() {}
}
