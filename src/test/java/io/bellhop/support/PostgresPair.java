package io.bellhop.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A primary and its standby, which replicates it by streaming and synchronously. The standby is set
 * up by the steps of pg_basebackup, which the embedded PostgreSQL does not have.
 */
public final class PostgresPair implements AutoCloseable {
  private final Path primaryData = PostgresFolder.withCluster();
  private final Path standbyData = PostgresFolder.make();
  private final EmbeddedPostgres primary;
  private final EmbeddedPostgres standby;
  private boolean primaryIsDead;

  public PostgresPair() throws IOException, SQLException {
    primary = start(primaryData);
    copy();
    Files.writeString(
        standbyData.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=" + primary.getPort() + " user=postgres'\n",
        StandardOpenOption.APPEND);
    Files.createFile(standbyData.resolve("standby.signal"));
    standby = start(standbyData);
    try (Connection connection = primary.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set synchronous_standby_names = '*'");
      statement.execute("select pg_reload_conf()");
      Awaitility.await()
          .until(
              () -> "sync".equals(text(statement, "select sync_state from pg_stat_replication")));
    }
  }

  private static EmbeddedPostgres start(Path data) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        // Off by default in the embedded server.
        .setServerConfig("synchronous_commit", "on")
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }

  private void copy() throws IOException, SQLException {
    try (Connection connection = primary.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('standby', true)");
      List<Path> files;
      try (Stream<Path> found = Files.walk(primaryData)) {
        files = found.map(primaryData::relativize).filter(PostgresPair::isCopied).toList();
      }
      for (Path file : files) {
        Path to = standbyData.resolve(file);
        if (!Files.isDirectory(to)) {
          Files.copy(primaryData.resolve(file), to);
        }
      }
      Files.writeString(
          standbyData.resolve("backup_label"),
          text(statement, "select labelfile from pg_backup_stop(false)"));
    }
  }

  private static boolean isCopied(Path file) {
    return !file.startsWith("postmaster.pid") && !file.startsWith("epg-lock");
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /** Names both; the driver takes whichever is the primary. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary&connectTimeout=2"
        .formatted(primary.getPort(), standby.getPort());
  }

  /** SIGKILL for all its processes. */
  public void killPrimary() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(primaryData.resolve("postmaster.pid")).get(0));
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    Stream.concat(Stream.of(server), server.descendants().toList().stream())
        .forEach(ProcessHandle::destroyForcibly);
    primaryIsDead = true;
  }

  public void promoteStandby() throws SQLException {
    try (Connection connection = standby.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_promote()");
    }
  }

  @Override
  public void close() throws IOException {
    standby.close();
    if (!primaryIsDead) {
      primary.close();
    }
  }
}
