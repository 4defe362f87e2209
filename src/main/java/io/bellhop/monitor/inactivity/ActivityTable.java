package io.bellhop.monitor.inactivity;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The SQL of rhythms. Every method runs in the transaction of the connection that it is given. */
final class ActivityTable {
  /**
   * How far somebody has looked.
   *
   * @param at null if nobody ever has
   * @param next the first message that is not taken in; null if none is
   */
  record Looked(Instant at, UUID next) {}

  /** A rhythm as it is stored. */
  record Row(UUID account, String hours, long end, Instant lastAt, Instant toldAt) {
    static Row of(UUID account, ActivityProfile profile) {
      return new Row(
          account,
          profile.history().text(),
          profile.history().end(),
          profile.lastAt(),
          profile.toldAt());
    }

    ActivityProfile profile() {
      return new ActivityProfile(new ActivityHistory(hours, end), lastAt, toldAt);
    }
  }

  /** A webhook of an account. */
  record Sent(UUID id, UUID account, Instant at) {}

  private static final String READ =
      "select account_id, hours, hours_end, last_webhook_at, notified_at from account_activity";

  /** Ids are ordered by time, so what is new stands at one end of the primary key. */
  private static final String SENT =
      """
      select id, account_id, received_at from inbox where id >= ? and kind in ('webhook', 'unread')
      order by id limit ?
      """;

  private static final String INSERT =
      """
      insert into account_activity (hours, hours_end, last_webhook_at, account_id)
      values (?, ?, ?, ?)
      """;

  /** Whether it was told of is for {@link #tell} to say; here it only ends. */
  private static final String UPDATE =
      """
      update account_activity set hours = ?, hours_end = ?, last_webhook_at = ?,
        notified_at = case when last_webhook_at < ? then null else notified_at end
      where account_id = ?
      """;

  private static final String DROP =
      """
      delete from account_activity where not exists (
        select 1 from integration_account a
        where a.id = account_activity.account_id and a.is_active and a.revoked_at is null)
      """;

  private static final String TELL =
      """
      update account_activity set notified_at = ?
      where account_id = ? and last_webhook_at = ? and notified_at is null and exists (
        select 1 from integration_account a
        where a.id = account_activity.account_id and a.is_active and a.revoked_at is null)
      """;

  /** From here to the commit nobody else looks, on any node. */
  Looked lock(Connection connection) throws SQLException {
    try (PreparedStatement s =
            connection.prepareStatement(
                "select checked_at, next_id from inactivity_watch where id = 1 for update");
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return new Looked(
          Database.instant(rows.getObject(1, OffsetDateTime.class)), rows.getObject(2, UUID.class));
    }
  }

  void looked(Connection connection, Looked looked) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update inactivity_watch set checked_at = ?, next_id = ? where id = 1")) {
      s.setObject(1, Database.time(looked.at()));
      s.setObject(2, looked.next());
      s.executeUpdate();
    }
  }

  List<Row> read(Connection connection) throws SQLException {
    List<Row> all = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(READ);
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        all.add(
            new Row(
                rows.getObject(1, UUID.class),
                rows.getString(2),
                rows.getLong(3),
                Database.instant(rows.getObject(4, OffsetDateTime.class)),
                Database.instant(rows.getObject(5, OffsetDateTime.class))));
      }
    }
    return all;
  }

  List<Sent> sent(Connection connection, UUID from, int most) throws SQLException {
    List<Sent> sent = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(SENT)) {
      s.setObject(1, from);
      s.setInt(2, most);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          sent.add(
              new Sent(
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, UUID.class),
                  Database.instant(rows.getObject(3, OffsetDateTime.class))));
        }
      }
    }
    return sent;
  }

  void insert(Connection connection, Collection<Row> profiles) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(INSERT)) {
      for (Row row : profiles) {
        s.setString(1, row.hours());
        s.setLong(2, row.end());
        s.setObject(3, Database.time(row.lastAt()));
        s.setObject(4, row.account());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  void update(Connection connection, Collection<Row> profiles) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(UPDATE)) {
      for (Row row : profiles) {
        s.setString(1, row.hours());
        s.setLong(2, row.end());
        s.setObject(3, Database.time(row.lastAt()));
        s.setObject(4, Database.time(row.lastAt()));
        s.setObject(5, row.account());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  /** Accounts that are gone, switched off or revoked have nothing to be expected of them. */
  void dropOthers(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(DROP)) {
      s.executeUpdate();
    }
  }

  /**
   * Notes that it was said of an account that it is silent.
   *
   * @return false if somebody else has said it, or it has sent since, or is not active any more
   */
  boolean tell(Connection connection, UUID account, Instant lastAt, Instant now)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(TELL)) {
      s.setObject(1, Database.time(now));
      s.setObject(2, account);
      s.setObject(3, Database.time(lastAt));
      return s.executeUpdate() > 0;
    }
  }
}
