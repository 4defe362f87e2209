package io.bellhop.store;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage engine under a database of H2, of which SQL shows nothing. By itself it writes in the
 * background, and when much is unsaved: table by table, while others commit. After a kill such a
 * transaction is there by half. So here it writes only what it is asked to, with no transaction
 * under way.
 *
 * <p>By reflection: H2 exports none of it to other bundles, and a host may have another version.
 * Thread-safe.
 */
final class H2Store {
  private static final Logger LOG = LoggerFactory.getLogger(H2Store.class);

  /** Below 0 there is no thread, and unlike 0 it does not have each commit written. */
  private static final int NO_THREADS = -1;

  /** So many unsaved bytes that H2 never saves them by itself. */
  private static final int NEVER = 512 * 1024 * 1024;

  /** Unsaved bytes that are written: about where H2 would do it. */
  private static final int MUCH = 12 * 1024 * 1024;

  /** As often as H2's own thread would. */
  private static final long COMPACT_EVERY = Duration.ofSeconds(3).toNanos();

  /** As H2's own thread did: a chunk of which less than so many percent is in use is rewritten. */
  private static final int FILL_RATE = 90;

  /** Bytes that are rewritten at once, while others wait: some milliseconds. */
  private static final int PORTION = 1024 * 1024;

  private final AtomicLong compactedAt = new AtomicLong(System.nanoTime());
  private final AtomicBoolean isUnknown = new AtomicBoolean();
  private volatile Engine known;

  /** The engine of a database until that is closed. Opened again, it has another. */
  private record Engine(Object store, Method isClosed, Method unsaved, Method compact) {
    static Engine of(Connection connection) throws ReflectiveOperationException, SQLException {
      Object store = connection.unwrap(Connection.class);
      for (String step : new String[] {"getSession", "getDatabase", "getStore", "getMvStore"}) {
        store = store.getClass().getMethod(step).invoke(store);
      }
      Class<?> type = store.getClass();
      return new Engine(
          store,
          type.getMethod("isClosed"),
          type.getMethod("getUnsavedMemory"),
          type.getMethod("compact", int.class, int.class));
    }

    boolean isClosedNow() throws ReflectiveOperationException {
      return (boolean) isClosed.invoke(store);
    }

    void writeOnDemandOnly() throws ReflectiveOperationException {
      store.getClass().getMethod("setAutoCommitDelay", int.class).invoke(store, NO_THREADS);
      Field limit = store.getClass().getDeclaredField("autoCommitMemory");
      limit.setAccessible(true);
      limit.setInt(store, NEVER);
    }
  }

  /** What is done with the engine. */
  @FunctionalInterface
  private interface Call<T> {
    T on(Engine engine) throws ReflectiveOperationException;
  }

  /** From now on H2 writes only on demand. A database that is opened again needs it again. */
  void writeOnDemandOnly(Connection connection) {
    call(connection, null, engine -> null);
  }

  /** Whether memory holds so much that it should be written. */
  boolean hasMuchUnsaved(Connection connection) {
    return call(connection, 0, engine -> (int) engine.unsaved().invoke(engine.store())) > MUCH;
  }

  /**
   * Moves what is in use out of parts of the file that hardly are, so that the file stays small.
   */
  void compactWhenDue(Connection connection) {
    long now = System.nanoTime();
    long last = compactedAt.get();
    if (now - last >= COMPACT_EVERY && compactedAt.compareAndSet(last, now)) {
      call(connection, null, engine -> engine.compact().invoke(engine.store(), FILL_RATE, PORTION));
    }
  }

  private <T> T call(Connection connection, T otherwise, Call<T> call) {
    try {
      Engine engine = known;
      if (engine == null || engine.isClosedNow()) {
        engine = Engine.of(connection);
        engine.writeOnDemandOnly();
        known = engine;
      }
      return call.on(engine);
    } catch (ReflectiveOperationException | SQLException | RuntimeException e) {
      if (isUnknown.compareAndSet(false, true)) {
        LOG.warn(
            "Bellhop cannot stop this H2 from writing on its own ({}): after a kill the"
                + " file may hold half a transaction. Use H2 2.4 without a pool that hides it,"
                + " or PostgreSQL",
            e.toString());
      }
      return otherwise;
    }
  }
}
