package io.bellhop.provider.registration;

import io.bellhop.crypto.Sha256;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The table registration: the accounts whose webhook Bellhop created, and the node that works on
 * each. Thread-safe.
 */
final class RegistrationTable {
  /** Longer than a call can take: a dead node must not block an account forever. */
  private static final Duration LEASE = Duration.ofMinutes(3);

  /**
   * @param listenerHash the hash of the listener URL at the time of the registration
   */
  record Registered(Instant at, String listenerHash) {
    boolean with(String listenerUrl) {
      return hash(listenerUrl).equals(listenerHash);
    }
  }

  private final Database database;
  private final Clock clock;

  RegistrationTable(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Locks an account for one call; false if another call has it. */
  boolean begin(UUID account, UUID by) throws SQLException {
    makeRow(account);
    Instant now = clock.instant();
    return database.transact(
        connection ->
            Sql.update(
                    connection,
                    "update registration set locked_by = ?, locked_until = ? where account_id = ?"
                        + " and (locked_until is null or locked_until < ?)",
                    by,
                    now.plus(LEASE),
                    account,
                    now)
                == 1);
  }

  /** Unlocks an account; its webhook has no result to keep. */
  void end(UUID account, UUID by) throws SQLException {
    database.transact(
        connection ->
            Sql.update(
                connection,
                "update registration set locked_by = null, locked_until = null"
                    + " where account_id = ? and locked_by = ?",
                account,
                by));
  }

  /** Records the webhook. */
  void registered(UUID account, String listenerUrl) throws SQLException {
    note(account, clock.instant(), hash(listenerUrl));
  }

  /** Deletes the record of the webhook. */
  void removed(UUID account) throws SQLException {
    note(account, null, null);
  }

  private void note(UUID account, Instant at, String hash) throws SQLException {
    database.durably(
        connection ->
            Sql.update(
                connection,
                "update registration set registered_at = ?, listener_hash = ?"
                    + " where account_id = ?",
                at,
                hash,
                account));
  }

  /** All registered accounts. */
  Map<UUID, Registered> all() throws SQLException {
    return database.transact(
        connection -> {
          Map<UUID, Registered> all = new HashMap<>();
          Sql.forEach(
              connection,
              """
              select account_id, registered_at, listener_hash from registration
              where registered_at is not null
              """,
              row ->
                  all.put(
                      row.id("account_id"),
                      new Registered(row.time("registered_at"), row.text("listener_hash"))));
          return all;
        });
  }

  private void makeRow(UUID account) throws SQLException {
    try {
      database.transact(
          connection ->
              Sql.update(
                  connection,
                  "insert into registration (account_id) select cast(? as uuid)"
                      + " where not exists (select 1 from registration where account_id = ?)",
                  account,
                  account));
    } catch (SQLException e) {
      if (!Sql.isConstraint(e)) {
        throw e; // unless another call has just created the row
      }
    }
  }

  /** The URL is a secret, and Bellhop only needs to compare it. */
  private static String hash(String listenerUrl) {
    return Sha256.hex(listenerUrl);
  }
}
