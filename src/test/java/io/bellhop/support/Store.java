package io.bellhop.support;

import io.bellhop.config.Options;
import io.bellhop.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The databases that every test of the store runs on. Each call gives one of its own. */
public enum Store {
  H2 {
    @Override
    public String freshUrl() {
      Path folder = folder();
      try {
        Files.copy(File.MIGRATED, folder.resolve(File.MIGRATED.getFileName()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return url(folder);
    }

    @Override
    public String bareUrl() {
      return url(folder());
    }

    @Override
    public String durableUrl() {
      return bareUrl();
    }
  },

  POSTGRESQL {
    @Override
    public String freshUrl() {
      String name = create(Template.MAKER, anyName(), Template.COPY);
      MADE.add(name);
      return Template.SERVER.getJdbcUrl("postgres", name);
    }

    @Override
    public String bareUrl() {
      return bareUrl(Fast.SERVER);
    }

    @Override
    public String durableUrl() {
      return bareUrl(Durable.SERVER);
    }

    private static String bareUrl(EmbeddedPostgres server) {
      return server.getJdbcUrl("postgres", create(server, anyName(), ""));
    }
  };

  /** Half of the usual: PostgreSQL has a process for each, and hundreds of tests open all. */
  public static final String POOL_SIZE = "6";

  /** The least that there may be: one for each kind of work that has a thread, and the test's. */
  private static final String SMALL_POOL_SIZE = "4";

  /** Copies on PostgreSQL that are not dropped yet. */
  private static final Queue<String> MADE = new ConcurrentLinkedQueue<>();

  /**
   * A database without rows, whose tables are there: they are made once in a JVM and copied, since
   * hundreds of tests would make them again.
   */
  public abstract String freshUrl();

  /** A database in which nothing is yet, as a user gives it to a first start. */
  public abstract String bareUrl();

  /**
   * The same on a PostgreSQL that writes to disk as usual: hubs are killed on it, not the server.
   */
  public abstract String durableUrl();

  /** Opens a database, and makes what is missing in it. */
  public static Database open(String url) {
    return Database.open(
        Options.load(new Properties(), Map.of(), known -> Map.of())
            .with(
                Map.of(
                    "bellhop.db.url",
                    url,
                    "bellhop.db.user",
                    user(url),
                    "bellhop.db.pool-size",
                    SMALL_POOL_SIZE)));
  }

  public static String user(String url) {
    return url.startsWith("jdbc:postgresql") ? "postgres" : "";
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("bellhop-h2-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String url(Path folder) {
    return "jdbc:h2:file:" + folder.resolve("bellhop");
  }

  private static String anyName() {
    return "b" + UUID.randomUUID().toString().replace("-", "");
  }

  /** Drops the copies on PostgreSQL: each has hundreds of files, which need not reach the disk. */
  static void dropAll() {
    for (String name = MADE.poll(); name != null; name = MADE.poll()) {
      execute(Template.MAKER, "drop database " + name + " with (force)");
    }
  }

  /** Gives the name. */
  private static String create(EmbeddedPostgres server, String name, String how) {
    try (Connection connection = connect(server)) {
      return create(connection, name, how);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String create(Connection connection, String name, String how) {
    execute(connection, "create database " + name + how);
    return name;
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(EmbeddedPostgres server) {
    try {
      return server.getPostgresDatabase().getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder, Path folder) {
    try {
      return builder
          .setServerConfig("max_connections", "300")
          .setDataDirectory(folder)
          .setCleanDataDirectory(false)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One real server for all tests of a JVM: it takes four seconds to start. */
  private static final class Fast {
    /** No test cuts the power: what the disk has would only be lost with the machine. */
    private static final EmbeddedPostgres SERVER =
        start(
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                // It would look at each of hundreds of databases again and again.
                .setServerConfig("autovacuum", "off"),
            PostgresFolder.withClusterInMemory());
  }

  /** For tests of crashes. */
  private static final class Durable {
    private static final EmbeddedPostgres SERVER =
        start(EmbeddedPostgres.builder(), PostgresFolder.withCluster());
  }

  /** What is copied on H2. */
  private static final class File {
    private static final Path MIGRATED = migrated();

    private static Path migrated() {
      Path folder = folder();
      open(url(folder)).close();
      return folder.resolve("bellhop.mv.db");
    }
  }

  /** What is copied on PostgreSQL. */
  private static final class Template {
    private static final String NAME = "migrated";

    /** Copies files: the usual copy through the journal takes more than twice the CPU. */
    private static final String COPY = " template " + NAME + " strategy file_copy";

    private static final EmbeddedPostgres SERVER = migrated(Fast.SERVER);

    /** Stays open: to connect costs as much as a third of a copy. */
    private static final Connection MAKER = connect(SERVER);

    private static EmbeddedPostgres migrated(EmbeddedPostgres server) {
      open(server.getJdbcUrl("postgres", create(server, NAME, ""))).close();
      return server;
    }
  }
}
