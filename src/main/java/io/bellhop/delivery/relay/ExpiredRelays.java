package io.bellhop.delivery.relay;

import io.bellhop.event.ExpiredEvents;
import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import java.util.List;

/** Deletes the runs of relays whose events are gone. */
public final class ExpiredRelays {
  public static final List<ExpiredRows> RELAYS =
      List.of(
          // They are few, so all at once. Events that a relay has not sent by then are gone too.
          ExpiredRows.of(
              "relay_run",
              (connection, before) ->
                  Sql.update(
                      connection,
                      "delete from relay_run where last_seq < ?",
                      ExpiredEvents.earliest(connection))),
          // Of deleted subscriptions, when nothing is left of what they got.
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
