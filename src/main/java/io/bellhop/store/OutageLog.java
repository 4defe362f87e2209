package io.bellhop.store;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;

/**
 * Logs when something stops working and when it works again, once each, because a loop that retries
 * every second would otherwise fill the log. Thread-safe.
 */
public final class OutageLog {
  private static final String AWAY = "the database is away";

  private final Logger log;
  private final String what;
  private final AtomicReference<String> logged = new AtomicReference<>();

  /**
   * @param log the log of the class that retries
   * @param what the failure, as in "Bellhop cannot read the inbox"
   */
  public OutageLog(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** Records a failed attempt that the caller will retry; also logs a new reason. */
  public void failed(Throwable error) {
    // A database that shuts down reports many different states.
    String reason = DatabaseErrors.isAway(error) ? AWAY : DatabaseErrors.describe(error);
    if (!reason.equals(logged.getAndSet(reason))) {
      log.warn("{}; Bellhop retries until this works: {}", what, DatabaseErrors.describe(error));
    }
  }

  /** Records a successful attempt. */
  public void worked() {
    if (logged.get() != null && logged.getAndSet(null) != null) {
      log.info("Bellhop has recovered from this: {}", what);
    }
  }
}
