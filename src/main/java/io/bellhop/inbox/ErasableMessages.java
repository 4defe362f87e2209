package io.bellhop.inbox;

import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Reads and erases bodies in the tables of the inbox, in portions, to erase personal data. Each
 * method runs in the transaction of its connection.
 */
public final class ErasableMessages {
  /** Precedes all ids. */
  public static final UUID FIRST = new UUID(0, 0);

  /** The text that an erased message has in place of an error. */
  static final String ERASED = "erased: headers and body held personal data";

  /**
   * A message whose body is stored.
   *
   * @param content null if the key of the account is gone
   * @param isPending whether the message is not processed yet, and needs its body
   * @param events the ids of its events, if it is about one record
   */
  public record Body(
      UUID id,
      UUID account,
      String orderKey,
      boolean isPending,
      byte[] content,
      List<String> events) {}

  private ErasableMessages() {}

  /**
   * @param content how headers and bodies are stored
   */
  public static List<Body> bodiesAfter(
      Connection connection, MessageContent content, UUID id, int limit) throws SQLException {
    return Sql.list(
        connection,
        """
        select c.id, i.account_id, i.order_key, i.status, i.kind, i.event_ids, c.headers,
          c.body
        from inbox_content c join inbox i on i.id = c.id where c.id > ? order by c.id limit ?
        """,
        row ->
            new Body(
                row.id("id"),
                row.id("account_id"),
                row.text("order_key"),
                row.text("status").equals(MessageStatus.PENDING.text()),
                content.open(row.id("id"), row.text("headers"), row.bytes("body")).body(),
                events(row)),
        id,
        limit);
  }

  private static List<String> events(SqlRow row) throws SQLException {
    String ids = row.text("event_ids");
    return ids == null || row.text("kind").equals(MessageKind.SYNC_PAGE.text())
        ? List.of()
        : List.of(ids.split(","));
  }

  /**
   * The order keys of messages: other messages with these keys are about the same records. Pages of
   * a sync have none here, because a page is about many records.
   */
  public static List<String> orderKeys(Connection connection, Collection<UUID> ids)
      throws SQLException {
    return Sql.list(
        connection,
        "select distinct order_key from inbox where id = any(?) and kind <> 'sync-page'",
        row -> row.text("order_key"),
        Sql.ids(ids));
  }

  /**
   * Deletes headers and bodies, and leaves a note in their place.
   *
   * @return the number of erased messages; it keeps those that have become pending meanwhile
   */
  public static int erase(Connection connection, Collection<UUID> ids) throws SQLException {
    Sql.update(
        connection,
        "update inbox set error = ? where id = any(?) and status <> 'pending'",
        ERASED,
        Sql.ids(ids));
    return Sql.update(
        connection,
        "delete from inbox_content where id = any(?)"
            + " and id in (select id from inbox where id = any(?) and status <> 'pending')",
        Sql.ids(ids),
        Sql.ids(ids));
  }
}
