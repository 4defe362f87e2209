package io.bellhop.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The pool of connections to the database that the options name. */
final class Pool {
  private Pool() {}

  /**
   * @throws ConfigException if the database cannot be reached
   */
  static DataSource open(Options options) {
    return open(options, 3_000);
  }

  /** The same, but the database may still be away. */
  static DataSource late(Options options) {
    return open(options, -1);
  }

  private static DataSource open(Options options, long patienceMillis) {
    String url = options.text("bellhop.db.url");
    HikariConfig config = new HikariConfig();
    config.setPoolName("bellhop");
    config.setJdbcUrl(withDefaults(url));
    config.setUsername(options.text("bellhop.db.user"));
    config.setPassword(options.text("bellhop.db.password"));
    config.setMaximumPoolSize(options.number("bellhop.db.pool-size", 4, 1000));
    // Whoever waits longer for a connection is better told to come again.
    config.setConnectionTimeout(3_000);
    config.setInitializationFailTimeout(patienceMillis);
    return new HikariDataSource(config);
  }

  /** What went wrong with it, and what to do. */
  static ConfigException unusable(Options options, RuntimeException error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new ConfigException(
        "bellhop.db.url: the database at "
            + withoutSecrets(options.text("bellhop.db.url"))
            + " cannot be used: "
            + root.getMessage()
            + (String.valueOf(root.getMessage()).contains("file is locked")
                ? ". Another Bellhop has this file open: stop it, or use PostgreSQL for several."
                : ". Start it, or correct bellhop.db.url, .user and .password."),
        error);
  }

  /** Closes what {@link #open} has given. */
  static void close(DataSource pool) {
    ((HikariDataSource) pool).close();
  }

  private static String withDefaults(String url) {
    if (url.startsWith("jdbc:h2:")) {
      // We close it ourselves, after the last settle; H2's own hook would be too early.
      return url.contains("DB_CLOSE_ON_EXIT") ? url : url + ";DB_CLOSE_ON_EXIT=FALSE";
    }
    if (url.startsWith("jdbc:postgresql:")) {
      Map<String, String> wanted = new HashMap<>();
      // One multi-row insert a batch instead of one a row.
      wanted.put("reWriteBatchedInserts", "true");
      wanted.put("tcpKeepAlive", "true");
      // A connection that hangs must not hold the publish lock for ever.
      wanted.put("socketTimeout", "60");
      // Errors would quote the row: guests' data in a log.
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
