package io.bellhop.inbox;

import io.bellhop.store.ExpiredRows;
import io.bellhop.store.Sql;
import io.bellhop.time.TimeOrderedIds;
import java.util.List;

/** Deletes old messages of the inbox, but never a pending one. */
public final class ExpiredMessages {
  /**
   * Deletes content first, because it is the largest part, then rows without content; a replay
   * needs both.
   */
  public static final List<ExpiredRows> MESSAGES =
      List.of(
          ExpiredRows.byId(
              "inbox_content",
              """
              delete from inbox_content where id in (
                select c.id from inbox_content c join inbox i on i.id = c.id
                where i.status <> 'pending' and c.id < ? order by c.id limit ?)
              """),
          ExpiredRows.byId(
              "inbox",
              """
              delete from inbox where status <> 'pending' and id in (
                select i.id from inbox i where i.status <> 'pending' and i.id < ?
                and not exists (select 1 from inbox_content c where c.id = i.id)
                order by i.id limit ?)
              """),
          ExpiredRows.byId(
              "inbox_call",
              """
              delete from inbox_call where id in (
                select c.id from inbox_call c where c.id < ?
                and not exists (select 1 from inbox i where i.id = c.id) order by c.id limit ?)
              """));

  /** In one statement: an index for this deletion would make every webhook more expensive. */
  public static final ExpiredRows KEYS =
      ExpiredRows.of(
          "idempotency_key",
          (connection, before) ->
              Sql.update(
                  connection,
                  "delete from idempotency_key where inbox_id < ?",
                  TimeOrderedIds.first(before)));

  private ExpiredMessages() {}
}
