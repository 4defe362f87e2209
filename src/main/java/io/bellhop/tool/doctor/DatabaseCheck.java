package io.bellhop.tool.doctor;

import io.bellhop.config.Options;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Consumer;

/** Checks whether the database answers, which version it is, and whether its clock agrees. */
record DatabaseCheck(Options options, Clock clock) {
  private static final String DATABASE = "database";

  /** The hub's clock sets leases and due times; a second more or less does no harm. */
  private static final Duration LARGEST_DIFFERENCE = Duration.ofSeconds(1);

  private static final int OLDEST_POSTGRES = 13;

  /** H2's code for a file that another process has open, and for one that does not exist. */
  private static final int IN_USE = 90020;

  private static final int NOT_THERE = 90146;

  void run(Consumer<Diagnosis> found) {
    String url = options.text("bellhop.db.url");
    boolean isH2 = url.startsWith("jdbc:h2:");
    DriverManager.setLoginTimeout(5);
    try (Connection connection =
        DriverManager.getConnection(
            isH2 ? url + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r" : url,
            options.text("bellhop.db.user"),
            options.text("bellhop.db.password"))) {
      product(connection.getMetaData(), found);
      schema(connection, found);
      if (!isH2) {
        clock(connection, found);
      }
    } catch (SQLException e) {
      found.accept(unreachable(e));
    }
  }

  private static Diagnosis unreachable(SQLException e) {
    return switch (e.getErrorCode()) {
      case IN_USE ->
          Diagnosis.notChecked(
              DATABASE, "H2's file is open in another process, as when the hub runs");
      case NOT_THERE ->
          Diagnosis.warning(
              DATABASE, "there is no H2 file yet; the first start makes it at bellhop.db.url");
      default ->
          Diagnosis.failed(
              DATABASE,
              "it cannot be reached (SQL state "
                  + e.getSQLState()
                  + "): start it, or correct bellhop.db.url, .user and .password");
    };
  }

  private static void product(DatabaseMetaData of, Consumer<Diagnosis> found) throws SQLException {
    String name = of.getDatabaseProductName() + " " + of.getDatabaseProductVersion();
    boolean isOld =
        of.getDatabaseProductName().equals("PostgreSQL")
            && of.getDatabaseMajorVersion() < OLDEST_POSTGRES;
    found.accept(
        isOld
            ? Diagnosis.warning(
                DATABASE,
                name + " gets no more corrections: upgrade to " + OLDEST_POSTGRES + " or later")
            : Diagnosis.ok(DATABASE, name));
  }

  private static void schema(Connection connection, Consumer<Diagnosis> found) {
    try (Statement statement = connection.createStatement();
        ResultSet last =
            statement.executeQuery(
                "select \"version\", \"success\" from"
                    + (connection.getMetaData().getDatabaseProductName().equals("H2")
                        ? " \"bellhop_schema\""
                        : " bellhop_schema")
                    + " where \"version\" is not null order by \"installed_rank\" desc limit 1")) {
      if (last.next() && last.getBoolean(2)) {
        found.accept(Diagnosis.ok("schema", "version " + last.getString(1)));
      } else {
        found.accept(
            Diagnosis.failed(
                "schema", "its last migration failed: restore the backup, start again"));
      }
    } catch (SQLException e) {
      found.accept(
          Diagnosis.warning("schema", "there are no tables yet; the first start makes them"));
    }
  }

  private void clock(Connection connection, Consumer<Diagnosis> found) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Instant before = clock.instant();
      try (ResultSet row = statement.executeQuery("select clock_timestamp()")) {
        row.next();
        Instant there = row.getObject(1, OffsetDateTime.class).toInstant();
        Duration took = Duration.between(before, clock.instant());
        Duration difference = Duration.between(before.plus(took.dividedBy(2)), there).abs();
        boolean isFar = difference.minus(took).compareTo(LARGEST_DIFFERENCE) > 0;
        String text = "this machine and the database differ by " + difference.toMillis() + " ms";
        found.accept(
            isFar
                ? Diagnosis.warning("clock", text + ": run NTP on both")
                : Diagnosis.ok("clock", text));
      }
    }
  }
}
