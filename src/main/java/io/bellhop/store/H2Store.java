package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage engine under a database of H2, of which SQL shows nothing. H2 2.5 has threads that
 * write and compact in the background; after a kill it may not find what they have written last,
 * nor what was written after it, though "checkpoint sync" has returned. Without these threads a
 * commit or a checkpoint writes by itself, and has written when it returns. Thread-safe.
 *
 * <p>By reflection: H2 exports none of it to other bundles, and a host may have another version.
 */
final class H2Store {
  private static final Logger LOG = LoggerFactory.getLogger(H2Store.class);

  /** Below 0 there is no thread, and unlike 0 it does not have each commit written. */
  private static final int NO_THREADS = -1;

  /** As often as H2's own thread would. */
  private static final long COMPACT_EVERY = Duration.ofSeconds(3).toNanos();

  /** As H2's own thread did: a chunk of which less than so many percent is in use is rewritten. */
  private static final int FILL_RATE = 90;

  /** Bytes that are rewritten at once, while others wait: some milliseconds. */
  private static final int PORTION = 1024 * 1024;

  private final AtomicLong compactedAt = new AtomicLong(System.nanoTime());
  private final AtomicBoolean isUnknown = new AtomicBoolean();

  /** Ends H2's threads; where there are none, nothing happens. */
  void endThreads(Connection connection) {
    call(connection, "setAutoCommitDelay", NO_THREADS);
  }

  /**
   * Moves what is in use out of parts of the file that hardly are, so that the file stays small.
   */
  void compactWhenDue(Connection connection) {
    long now = System.nanoTime();
    long last = compactedAt.get();
    if (now - last >= COMPACT_EVERY && compactedAt.compareAndSet(last, now)) {
      call(connection, "compact", FILL_RATE, PORTION);
    }
  }

  private void call(Connection connection, String method, Object... values) {
    Class<?>[] types = new Class<?>[values.length];
    Arrays.fill(types, int.class);
    try {
      Object store = connection.unwrap(Connection.class);
      for (String step : new String[] {"getSession", "getDatabase", "getStore", "getMvStore"}) {
        store = store.getClass().getMethod(step).invoke(store);
      }
      store.getClass().getMethod(method, types).invoke(store, values);
    } catch (ReflectiveOperationException | SQLException e) {
      if (isUnknown.compareAndSet(false, true)) {
        LOG.warn(
            "Bellhop cannot end the background threads of this H2 ({}): after a kill H2 may have"
                + " lost what it has confirmed last. Use H2 2.5 without a pool that hides it, or"
                + " PostgreSQL",
            e.toString());
      }
    }
  }
}
