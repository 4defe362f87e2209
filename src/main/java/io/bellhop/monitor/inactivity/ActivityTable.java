package io.bellhop.monitor.inactivity;

import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The SQL for activity profiles. Every method runs in the transaction of the given connection. */
final class ActivityTable {
  /**
   * The position of the last check.
   *
   * @param at the time of the check; null if there was none
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

  /** Locks the row of the checks, so that other nodes wait until the commit. */
  Checked lock(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "select checked_at, next_id from inactivity_watch where id = 1 for update",
            row -> new Checked(row.time("checked_at"), row.id("next_id")))
        .orElseThrow();
  }

  void setChecked(Connection connection, Checked checked) throws SQLException {
    Sql.update(
        connection,
        "update inactivity_watch set checked_at = ?, next_id = ? where id = 1",
        checked.at(),
        checked.next());
  }

  List<Row> read(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        READ,
        row ->
            new Row(
                row.id("account_id"),
                row.text("hours"),
                row.number("hours_end"),
                row.time("last_webhook_at"),
                row.time("notified_at")));
  }

  List<Sent> sent(Connection connection, UUID from, int limit) throws SQLException {
    return Sql.list(
        connection,
        SENT,
        row -> new Sent(row.id("id"), row.id("account_id"), row.time("received_at")),
        from,
        limit);
  }

  void insert(Connection connection, Collection<Row> profiles) throws SQLException {
    Sql.batch(
        connection,
        INSERT,
        profiles.stream()
            .map(row -> new Object[] {row.hours(), row.end(), row.lastAt(), row.account()})
            .toList());
  }

  void update(Connection connection, Collection<Row> profiles) throws SQLException {
    Sql.batch(
        connection,
        UPDATE,
        profiles.stream()
            .map(
                row ->
                    new Object[] {
                      row.hours(), row.end(), row.lastAt(), row.lastAt(), row.account()
                    })
            .toList());
  }

  /** Drops the profiles of accounts that are deleted, switched off or revoked. */
  void dropDisabled(Connection connection) throws SQLException {
    Sql.update(connection, DROP);
  }

  /**
   * Marks an account as notified.
   *
   * @return false if another node has done so, or the account has sent since or is not active
   */
  boolean setNotified(Connection connection, UUID account, Instant lastAt, Instant now)
      throws SQLException {
    return Sql.update(connection, SET_NOTIFIED, now, account, lastAt) > 0;
  }
}
