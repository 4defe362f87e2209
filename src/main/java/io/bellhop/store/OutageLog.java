package io.bellhop.store;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;

/**
 * Logs when something stops working and when it works again, once each: a loop that retries every
 * second would fill the log otherwise. Thread-safe.
 */
public final class OutageLog {
  private static final String AWAY = "the database is away";

  private final Logger log;
  private final String what;
  private final AtomicReference<String> logged = new AtomicReference<>();

  /**
   * @param log of the class that retries
   * @param what fails meanwhile, as in "Bellhop cannot read the inbox"
   */
  public OutageLog(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** An attempt failed, and the caller will retry; this also logs a new reason. */
  public void failed(Throwable error) {
    // A database that goes down passes through many states.
    String reason = DatabaseErrors.isAway(error) ? AWAY : DatabaseErrors.describe(error);
    if (!reason.equals(logged.getAndSet(reason))) {
      log.warn("{}; Bellhop retries until this works: {}", what, DatabaseErrors.describe(error));
    }
  }

  /** An attempt worked. */
  public void worked() {
    if (logged.get() != null && logged.getAndSet(null) != null) {
      log.info("Bellhop has recovered from this: {}", what);
    }
  }
}
