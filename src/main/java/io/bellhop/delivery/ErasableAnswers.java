package io.bellhop.delivery;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** Erases the answers of subscribers, which may contain personal data. */
public final class ErasableAnswers {
  private ErasableAnswers() {}

  /**
   * Deletes the answers to an event and the targets of their redirects, in the transaction of the
   * given connection.
   *
   * @return the number of erased answers
   */
  public static int erase(Connection connection, long seq) throws SQLException {
    UUID first = DeliveryId.first(seq);
    UUID end = DeliveryId.first(seq + 1);
    return Sql.update(
            connection,
            "update delivery set answer = null where id >= ? and id < ? and answer is not null",
            first,
            end)
        + Sql.update(
            connection,
            "update delivery_attempt set answer = null, redirect = null"
                + " where delivery_id >= ? and delivery_id < ?"
                + " and (answer is not null or redirect is not null)",
            first,
            end);
  }

  /** The number of answers to an event. */
  public static int count(Connection connection, long seq) throws SQLException {
    String query =
        """
        select (select count(*) from delivery where id >= ? and id < ? and answer is not null)
          + (select count(*) from delivery_attempt where delivery_id >= ? and delivery_id < ?
            and (answer is not null or redirect is not null)) as answers
        """;
    UUID first = DeliveryId.first(seq);
    UUID end = DeliveryId.first(seq + 1);
    return Sql.first(connection, query, row -> row.integer("answers"), first, end, first, end)
        .orElse(0);
  }
}
