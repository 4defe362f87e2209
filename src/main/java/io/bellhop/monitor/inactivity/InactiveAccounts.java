package io.bellhop.monitor.inactivity;

import io.bellhop.store.BackgroundRead;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The accounts that are inactive now, whichever node detected it. Thread-safe. */
public final class InactiveAccounts {
  /**
   * @param since when its last webhook arrived
   */
  public record Inactive(UUID account, String provider, Instant since) {}

  /** Gauges and health checks read the accounts at the same time and must not load the database. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final String READ =
      """
      select r.account_id, a.provider, r.last_webhook_at
      from account_activity r join integration_account a on a.id = r.account_id
      where r.notified_at is not null and a.is_active and a.revoked_at is null
      order by r.last_webhook_at, r.account_id
      """;

  private final BackgroundRead<List<Inactive>> reading;

  public InactiveAccounts(Database database, Clock clock) {
    this.reading =
        new BackgroundRead<>(
            database,
            BackgroundRead.of(
                database, InactiveAccounts::read, "Bellhop cannot read the inactive accounts"),
            clock,
            FRESH);
  }

  /**
   * @return the longest inactive first; empty if the database does not answer
   */
  public Optional<List<Inactive>> now() {
    return reading.now();
  }

  private static List<Inactive> read(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        READ,
        row ->
            new Inactive(row.id("account_id"), row.text("provider"), row.time("last_webhook_at")));
  }
}
