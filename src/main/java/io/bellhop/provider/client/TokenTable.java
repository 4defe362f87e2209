package io.bellhop.provider.client;

import io.bellhop.account.SecretBox;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The table access_token: one row for each account, with encrypted tokens. Thread-safe. */
final class TokenTable {
  private final Database database;
  private final SecretBox secrets;

  TokenTable(Database database, SecretBox secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** Work on the account's locked row, by one caller of a process at a time. */
  interface Work<T> {
    T on(TokenRow stored, Writer writer) throws SQLException;
  }

  /** Replaces the row in the transaction that locks it. */
  interface Writer {
    void write(TokenRow row) throws SQLException;
  }

  <T> T locked(UUID account, Work<T> work) throws SQLException {
    makeRow(account);
    return database.durablySlowly(
        steps -> {
          TokenRow stored = steps.run(connection -> lock(connection, account));
          return work.on(stored, row -> steps.run(connection -> write(connection, account, row)));
        });
  }

  private TokenRow lock(Connection connection, UUID account) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "select token, expires_at, not_before, refresh_token, refresh_origin, issued_at,"
                + " unproven from access_token where account_id = ? for update")) {
      s.setObject(1, account);
      try (ResultSet rows = s.executeQuery()) {
        if (!rows.next()) {
          return TokenRow.EMPTY;
        }
        String refresh = open(account, "refresh_token", rows.getString(4));
        return new TokenRow(
            open(account, "token", rows.getString(1)),
            Database.instant(rows.getObject(2, OffsetDateTime.class)),
            Database.instant(rows.getObject(3, OffsetDateTime.class)),
            refresh == null
                ? null
                : new RefreshToken(refresh, open(account, "refresh_origin", rows.getString(5))),
            Database.instant(rows.getObject(6, OffsetDateTime.class)),
            rows.getInt(7));
      }
    }
  }

  private int write(Connection connection, UUID account, TokenRow row) throws SQLException {
    RefreshToken refresh = row.refresh();
    try (PreparedStatement s =
        connection.prepareStatement(
            "update access_token set token = ?, expires_at = ?, not_before = ?,"
                + " refresh_token = ?, refresh_origin = ?, issued_at = ?, unproven = ?"
                + " where account_id = ?")) {
      s.setString(1, seal(account, "token", row.token()));
      s.setObject(2, Database.time(row.expiresAt()));
      s.setObject(3, Database.time(row.notBefore()));
      s.setString(4, refresh == null ? null : seal(account, "refresh_token", refresh.text()));
      s.setString(5, refresh == null ? null : seal(account, "refresh_origin", refresh.origin()));
      s.setObject(6, Database.time(row.issuedAt()));
      s.setInt(7, row.unproven());
      s.setObject(8, account);
      return s.executeUpdate();
    }
  }

  private void makeRow(UUID account) throws SQLException {
    try {
      database.transact(
          connection -> {
            try (PreparedStatement s =
                connection.prepareStatement(
                    "insert into access_token (account_id) select cast(? as uuid)"
                        + " where not exists (select 1 from access_token where account_id = ?)")) {
              s.setObject(1, account);
              s.setObject(2, account);
              return s.executeUpdate();
            }
          });
    } catch (SQLException e) {
      if (!Sql.isConstraint(e)) {
        throw e; // unless another caller has just created the row
      }
    }
  }

  private String seal(UUID account, String column, String clear) {
    return secrets.seal(clear, AccessTokenRows.SEALED.place(column, account));
  }

  private String open(UUID account, String column, String sealed) {
    return secrets.open(sealed, AccessTokenRows.SEALED.place(column, account));
  }
}
