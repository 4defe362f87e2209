package io.bellhop.inbox;

import io.bellhop.queue.OrderKeyTable;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The SQL that makes messages due again: for a replay, or after a failure. It locks keys in their
 * order and before rows, as a settle does.
 */
final class RequeueTable {
  private static final String KEY_OF =
      "select i.order_key from inbox i join inbox_content c on c.id = i.id where i.id = ?";

  private static final String PUT_BACK =
      """
      update inbox set status = 'pending', attempts = 0, error = null, due_at = ?,
        settled_at = null, kind = case when kind in ('webhook', 'sync') then 'replay' else kind end
      where id = ?
      """;

  private static final String PUT_BACK_PENDING =
      """
      insert into inbox_pending (order_key, id) select cast(? as varchar(300)), cast(? as uuid)
      where not exists (select 1 from inbox_pending where id = ?)
      """;

  /**
   * Keys of an account that wait after a failure or to read a record again; those that have waited
   * longest come first. Keys that wait to merge messages have not failed.
   */
  private static final String WAITING =
      """
      select order_key from inbox_key k
      where order_key >= ? and order_key < ? and lease is null and due_at > ? and exists (
        select 1 from inbox_pending p join inbox i on i.id = p.id
        where p.order_key = k.order_key and (i.error is not null or i.kind = 'read-later'))
      order by due_at, order_key limit ?
      """;

  private static final String DUE_NOW =
      """
      update inbox set due_at = ? where due_at > ? and status = 'pending'
        and id in (select id from inbox_pending where order_key = any(?))
      """;

  private final InboxTable table;
  private final OrderKeyTable keys;

  RequeueTable(InboxTable table) {
    this.table = table;
    this.keys = table.keys();
  }

  /**
   * Makes a message pending, as if it had just arrived.
   *
   * @return false if there is no such message, or if its content is gone
   */
  boolean replay(Connection connection, UUID message, Instant now) throws SQLException {
    Optional<String> found = keyOf(connection, message);
    if (found.isEmpty()) {
      return false;
    }
    String key = found.get();
    OrderKeyTable.Arrival arrival = table.arrival(key, now, null);
    keys.enqueue(connection, new TreeMap<>(Map.of(key, arrival)));
    // The key may exist and wait for a retry, which is then due now.
    keys.hasten(connection, key, now);
    putBack(connection, message, key, now);
    return true;
  }

  private static Optional<String> keyOf(Connection connection, UUID message) throws SQLException {
    return Sql.first(connection, KEY_OF, row -> row.text("order_key"), message);
  }

  private static void putBack(Connection connection, UUID message, String orderKey, Instant now)
      throws SQLException {
    Sql.update(connection, PUT_BACK, now, message);
    Sql.update(connection, PUT_BACK_PENDING, orderKey, message, message);
  }

  /**
   * Makes an account's messages that wait after a failure due now.
   *
   * @param most the largest number of order keys
   * @return the number of order keys
   */
  int hasten(Connection connection, UUID account, Instant now, int most) throws SQLException {
    List<String> waiting = waiting(connection, account, now, most);
    for (String key : new TreeSet<>(waiting)) {
      keys.hasten(connection, key, now);
    }
    if (!waiting.isEmpty()) {
      Sql.update(connection, DUE_NOW, now, now, Sql.texts(waiting));
    }
    return waiting.size();
  }

  private static List<String> waiting(Connection connection, UUID account, Instant now, int most)
      throws SQLException {
    // Keys of an account start with its id and a blank; "!" is the character after a blank.
    return Sql.list(
        connection, WAITING, row -> row.text("order_key"), account + " ", account + "!", now, most);
  }
}
