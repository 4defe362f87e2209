package io.bellhop.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of connections to the database that the options configure. */
final class Pool {
  private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

  private Pool() {}

  /**
   * @throws ConfigException if the database cannot be reached
   */
  static DataSource open(Options options) {
    return open(options, 3_000);
  }

  /** Opens the pool, although the database may not be reachable yet. */
  static DataSource late(Options options) {
    return open(options, -1);
  }

  /** The file of the database; null if it is not an H2 file on this machine. */
  static H2File file(Options options) {
    return H2File.of(options.text("bellhop.db.url"));
  }

  private static DataSource open(Options options, long maxWaitMillis) {
    String url = options.text("bellhop.db.url");
    H2File file = file(options);
    if (file != null) {
      file.requireReadable();
      file.keepFolderPrivate();
      // Protects the files of an earlier start before H2 opens them.
      file.keepFilesPrivate(false);
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("bellhop");
    config.setJdbcUrl(withDefaults(url));
    config.setUsername(options.text("bellhop.db.user"));
    config.setPassword(options.text("bellhop.db.password"));
    config.setMaximumPoolSize(options.number("bellhop.db.pool-size", 4, 1000));
    // An early error is better than a longer wait, because the caller can retry.
    config.setConnectionTimeout(3_000);
    config.setInitializationFailTimeout(maxWaitMillis);
    if (url.startsWith("jdbc:postgresql:") && !url.contains(PostgresDialect.LONGEST_PAUSE)) {
      config.setConnectionInitSql(PostgresDialect.END_FROZEN_TRANSACTIONS);
    }
    return new HikariDataSource(config);
  }

  /** The fault of the database, and what to do. */
  static ConfigException unusable(Options options, RuntimeException error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (String.valueOf(root.getMessage()).contains("No suitable driver")) {
      return new ConfigException(
          "bellhop.db.url: no driver takes "
              + withoutSecrets(options.text("bellhop.db.url"))
              + "; write jdbc:h2:file:<path> or jdbc:postgresql://<host>/<database>");
    }
    return new ConfigException(
        "bellhop.db.url: Bellhop cannot use the database at "
            + withoutSecrets(options.text("bellhop.db.url"))
            + ": "
            + root.getMessage()
            + whatToDo(String.valueOf(root.getMessage())),
        error);
  }

  private static String whatToDo(String message) {
    if (message.contains("file is locked")) {
      return ". Another Bellhop has this file open: stop it, or use PostgreSQL for several.";
    }
    return message.contains("corrupt")
        ? ". Restore a backup of it."
        : ". Start it, or correct bellhop.db.url, .user and .password.";
  }

  /** Closes the pool of {@link #open}. */
  static void close(DataSource pool) {
    ((HikariDataSource) pool).close();
  }

  /**
   * Releases a database that H2 has closed: it stays closed while any connection to it is open. The
   * next connection opens it again, with all data that is on disk.
   */
  static void reopen(DataSource source) {
    HikariDataSource pool = (HikariDataSource) source;
    pool.getHikariPoolMXBean().softEvictConnections();
    try (Connection connection =
            DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
        Statement statement = connection.createStatement()) {
      if (isClosed(statement)) {
        // Some work may still have a connection. It fails anyway and writes nothing.
        statement.execute("shutdown immediately");
      }
    } catch (SQLException e) {
      LOG.debug("Bellhop cannot open the database again yet: {}", DatabaseErrors.describe(e));
    }
  }

  private static boolean isClosed(Statement statement) {
    try {
      statement.executeQuery("select last_seq from event_head").close();
      return false;
    } catch (SQLException e) {
      return DatabaseErrors.isAway(e);
    }
  }

  private static String withDefaults(String url) {
    if (url.startsWith("jdbc:h2:")) {
      // Bellhop closes the database after the last outcomes are written; H2's shutdown hook would
      // be too early.
      String own = url.contains("DB_CLOSE_ON_EXIT") ? url : url + ";DB_CLOSE_ON_EXIT=FALSE";
      // H2 would write statements with their values into a file. Bellhop logs failures without
      // them.
      String quiet = own.contains("TRACE_LEVEL_FILE") ? own : own + ";TRACE_LEVEL_FILE=0";
      // H2 keeps eight prepared statements for each connection, and a publishing transaction has
      // twenty.
      return quiet.contains("QUERY_CACHE_SIZE") ? quiet : quiet + ";QUERY_CACHE_SIZE=64";
    }
    if (url.startsWith("jdbc:postgresql:")) {
      Map<String, String> wanted = new HashMap<>();
      // Sends one multi-row insert for each batch instead of one insert for each row.
      wanted.put("reWriteBatchedInserts", "true");
      wanted.put("tcpKeepAlive", "true");
      // A connection that hangs must not hold the publish lock forever.
      wanted.put("socketTimeout", "60");
      // Otherwise errors in the log would quote rows with guests' data.
      wanted.put("logServerErrorDetail", "false");
      StringBuilder all = new StringBuilder(url);
      wanted.forEach(
          (name, value) -> {
            if (!url.contains(name + "=")) {
              all.append(all.indexOf("?") < 0 ? '?' : '&').append(name).append('=').append(value);
            }
          });
      return all.toString();
    }
    return url;
  }

  private static String withoutSecrets(String url) {
    return url.replaceAll("(?i)(password|user)=[^&;]*", "$1=***");
  }
}
