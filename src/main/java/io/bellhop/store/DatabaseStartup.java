package io.bellhop.store;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database of a starting process: waits for a PostgreSQL that starts at the same time and
 * needs longer. Bellhop does not wait if only an operator can correct the fault, such as a wrong
 * password.
 */
final class DatabaseStartup {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseStartup.class);
  private static final String OPTION = "bellhop.db.start-timeout";
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Options options;

  DatabaseStartup(Options options) {
    this.options = options;
  }

  Database open() throws InterruptedException {
    Duration longest = options.time(OPTION);
    long begin = System.nanoTime();
    boolean waits = false;
    while (true) {
      try {
        return Database.open(options);
      } catch (ConfigException e) {
        if (!isNotUp(e)) {
          throw e;
        }
        if (System.nanoTime() - begin >= longest.toNanos()) {
          throw new ConfigException(
              e.getMessage() + " Bellhop waited for " + options.text(OPTION) + " (" + OPTION + ").",
              e);
        }
        if (!waits) {
          waits = true;
          LOG.warn("Bellhop waits up to {} for PostgreSQL: {}", options.text(OPTION), root(e));
        }
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static boolean isNotUp(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && SqlStates.isAway(e)) {
        return true;
      }
    }
    return false;
  }

  private static String root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
