package io.bellhop.event;

import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.store.Database;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the words of what was published written soon after: at once if little else is to be done, and
 * in a flood now and then. A search has them written before it looks. Thread-safe.
 */
public final class RecordTermWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordTermWriter.class);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** In a flood too, so that what is due does not grow for as long as the flood lasts. */
  private static final long LONGEST = Duration.ofSeconds(30).toNanos();

  private final Database database;
  private final BooleanSupplier isBusy;
  private final PeriodicTask timer;
  private long last = System.nanoTime();

  /**
   * @param isBusy whether webhooks wait, which go first
   */
  public RecordTermWriter(Database database, BooleanSupplier isBusy) {
    this.database = database;
    this.isBusy = isBusy;
    this.timer =
        new PeriodicTask(
            "bellhop-words",
            this::write,
            e -> LOG.debug("search words wait: {}", Database.describe(e)));
  }

  public void start() {
    timer.start(PAUSE, PAUSE);
  }

  private void write() throws Exception {
    if (!isBusy.getAsBoolean() || System.nanoTime() - last > LONGEST) {
      RecordTerms.write(database);
      last = System.nanoTime();
    }
  }

  @Override
  public void close() throws InterruptedException {
    timer.close();
  }
}
