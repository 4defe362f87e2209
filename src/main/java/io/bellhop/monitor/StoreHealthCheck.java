package io.bellhop.monitor;

import io.bellhop.store.BackgroundRead;
import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Ready only while the database answers. A restart would not help, so this is no liveness check.
 */
public final class StoreHealthCheck extends AbstractHealthCheck {

  private static final int TIMEOUT_SECONDS = 2;

  private final Database database;
  private final BackgroundRead<Boolean> answers;

  public StoreHealthCheck(Database database) {
    super("bellhop", "bellhop-store");
    this.database = database;
    this.answers =
        new BackgroundRead<>(
            database,
            BackgroundRead.of(database, StoreHealthCheck::isThere, "the database does not answer"),
            Clock.systemUTC(),
            Duration.ZERO);
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return true;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    boolean up = answers.now().orElse(false);
    if (up) {
      database.answered();
      up = !database.isDiskFull();
    }
    if (up) {
      builder.up();
    } else {
      builder.message(database.problem()).down();
    }
  }

  private static boolean isThere(Connection connection) throws SQLException {
    // On a network that drops packets, isValid ends the wait; a query timeout does not.
    return connection.isValid(TIMEOUT_SECONDS) && answers(connection);
  }

  private static boolean answers(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement("select last_seq from event_head")) {
      s.setQueryTimeout(TIMEOUT_SECONDS);
      try (ResultSet rows = s.executeQuery()) {
        return rows.next();
      }
    }
  }
}
