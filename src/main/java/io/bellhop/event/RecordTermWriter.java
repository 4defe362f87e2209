package io.bellhop.event;

import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.inbox.InboxMessage;
import io.bellhop.inbox.MessageOutcome;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the search words of published records after the commit: at once if there is little other
 * work, and periodically in a flood. A search first writes all pending words. Thread-safe.
 */
public final class RecordTermWriter implements EventLogListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordTermWriter.class);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The longest delay in a flood, which limits the queue. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Database database;
  private final BooleanSupplier isBusy;
  private final PeriodicTask timer;

  /** Whether words may be pending, so that an idle hub makes no queries. */
  private final AtomicBoolean due = new AtomicBoolean(true);

  private long last = System.nanoTime();

  /**
   * @param isBusy whether webhooks wait; they take precedence
   */
  public RecordTermWriter(Database database, BooleanSupplier isBusy) {
    this.database = database;
    this.isBusy = isBusy;
    this.timer =
        new PeriodicTask(
            "bellhop-words",
            this::write,
            e ->
                LOG.debug("Bellhop cannot write search words yet: {}", DatabaseErrors.describe(e)));
  }

  public void start() {
    timer.start(PAUSE, LONGEST);
  }

  private void write() throws Exception {
    if (isBusy.getAsBoolean() && System.nanoTime() - last < LONGEST.toNanos()) {
      timer.soon(PAUSE);
      return;
    }
    last = System.nanoTime();
    if (due.getAndSet(false)) {
      writeDue();
    }
  }

  private void writeDue() throws SQLException {
    boolean isMore = true;
    try {
      isMore = RecordTerms.write(database);
    } finally {
      if (isMore) {
        becomeDue();
      }
    }
  }

  @Override
  public void settled(InboxMessage message, MessageOutcome outcome, Instant now) {}

  @Override
  public void published(EventDraft draft, String eventType, Instant now) {
    becomeDue();
  }

  private void becomeDue() {
    due.set(true);
    timer.soon(PAUSE);
  }

  @Override
  public void close() throws InterruptedException {
    timer.close();
  }
}
