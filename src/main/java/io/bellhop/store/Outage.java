package io.bellhop.store;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;

/**
 * Says in the log when something stops to work and when it works again, once each: who tries every
 * second would fill the log with what everybody knows by now. Thread-safe.
 */
public final class Outage {
  private static final String AWAY = "the database is away";

  private final Logger log;
  private final String what;
  private final AtomicReference<String> said = new AtomicReference<>();

  /**
   * @param log of the one who tries
   * @param what cannot be done meanwhile, as in "the inbox cannot be read"
   */
  public Outage(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** It was tried in vain, and is tried again; another reason is said too. */
  public void failed(Throwable error) {
    // A database that goes has many states, one after the other.
    String reason = Database.isAway(error) ? AWAY : Database.describe(error);
    if (!reason.equals(said.getAndSet(reason))) {
      log.warn("{}, it is tried until it works: {}", what, Database.describe(error));
    }
  }

  /** It was tried and works. */
  public void worked() {
    if (said.get() != null && said.getAndSet(null) != null) {
      log.info("that is over: {}", what);
    }
  }
}
