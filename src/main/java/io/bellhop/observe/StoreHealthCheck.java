package io.bellhop.observe;

import io.bellhop.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Ready only while the database answers. A restart would not bring it back, so it is not liveness.
 */
public final class StoreHealthCheck extends AbstractHealthCheck {
  private static final int PATIENCE_SECONDS = 2;

  private final Database database;

  public StoreHealthCheck(Database database) {
    super("bellhop", "bellhop-store");
    this.database = database;
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
    try (Connection connection = database.source().getConnection()) {
      // isValid also ends a wait for a network that swallows packets, a query's own limit does not.
      if (connection.isValid(PATIENCE_SECONDS) && answers(connection)) {
        builder.up();
      } else {
        builder.message("the database does not answer").down();
      }
    } catch (SQLException e) {
      builder.message("the database does not answer").error(e).down();
    }
  }

  private static boolean answers(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement("select last_seq from event_head")) {
      s.setQueryTimeout(PATIENCE_SECONDS);
      try (ResultSet rows = s.executeQuery()) {
        return rows.next();
      }
    }
  }
}
