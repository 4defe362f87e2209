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

/** The SQL of activity profiles. Every method runs in the transaction of its connection. */
final class ActivityTable {
  /**
   * How far the last check got.
   *
   * @param at null if there was none
   * @param next the first message that no profile contains yet; null if there is none
   */
  record Checked(Instant at, UUID next) {}

  /** A stored profile. */
  record Row(UUID account, String hours, long end, Instant lastAt, Instant notifiedAt) {
    static Row of(UUID account, ActivityProfile profile) {
      return new Row(
          account,
          profile.history().text(),
          profile.history().end(),
          profile.lastAt(),
          profile.notifiedAt());
    }

    ActivityProfile profile() {
      return new ActivityProfile(new ActivityHistory(hours, end), lastAt, notifiedAt);
    }
  }

  /** A webhook of an account. */
  record Sent(UUID id, UUID account, Instant at) {}

  private static final String READ =
      "select account_id, hours, hours_end, last_webhook_at, notified_at from account_activity";

  /** Ids are ordered by time, so new messages are at one end of the primary key. */
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

  /** Ends a notified inactivity; {@link #setNotified} begins one. */
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

  private static final String SET_NOTIFIED =
      """
      update account_activity set notified_at = ?
      where account_id = ? and last_webhook_at = ? and notified_at is null and exists (
        select 1 from integration_account a
        where a.id = account_activity.account_id and a.is_active and a.revoked_at is null)
      """;

  /** Locks out other nodes until the commit. */
  Checked lock(Connection connection) throws SQLException {
    try (PreparedStatement s =
            connection.prepareStatement(
                "select checked_at, next_id from inactivity_watch where id = 1 for update");
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return new Checked(
          Database.instant(rows.getObject(1, OffsetDateTime.class)), rows.getObject(2, UUID.class));
    }
  }

  void setChecked(Connection connection, Checked checked) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "update inactivity_watch set checked_at = ?, next_id = ? where id = 1")) {
      s.setObject(1, Database.time(checked.at()));
      s.setObject(2, checked.next());
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

  List<Sent> sent(Connection connection, UUID from, int limit) throws SQLException {
    List<Sent> sent = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(SENT)) {
      s.setObject(1, from);
      s.setInt(2, limit);
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

  /** Drops the profiles of accounts that are gone, switched off or revoked. */
  void dropDisabled(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(DROP)) {
      s.executeUpdate();
    }
  }

  /**
   * Marks an account as notified.
   *
   * @return false if another node has done so, or the account has sent since or is not active
   */
  boolean setNotified(Connection connection, UUID account, Instant lastAt, Instant now)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SET_NOTIFIED)) {
      s.setObject(1, Database.time(now));
      s.setObject(2, account);
      s.setObject(3, Database.time(lastAt));
      return s.executeUpdate() > 0;
    }
  }
}
