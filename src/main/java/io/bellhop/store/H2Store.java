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
 * The storage engine of an H2 database, which SQL does not expose. By default it writes in the
 * background, and when much data is unsaved, table by table while others commit. After a kill, half
 * of such a transaction may remain. So Bellhop makes it write only on demand, while no transaction
 * is in progress.
 *
 * <p>Uses reflection, because H2 does not export the engine to other bundles, and a host may have
 * another version. Thread-safe.
 */
final class H2Store {
  private static final Logger LOG = LoggerFactory.getLogger(H2Store.class);

  /** A negative delay means no background thread; unlike 0, it does not write at each commit. */
  private static final int NO_THREADS = -1;

  /** A limit of unsaved bytes that H2 never reaches, so that it never writes by itself. */
  private static final int NEVER = 512 * 1024 * 1024;

  /** The limit of unsaved bytes at which Bellhop writes, similar to H2's own. */
  private static final int MUCH = 12 * 1024 * 1024;

  /** The interval of H2's own thread. */
  private static final long COMPACT_EVERY = Duration.ofSeconds(3).toNanos();

  /**
   * The setting of H2's own thread: it rewrites a chunk of which less than this percentage is in
   * use.
   */
  private static final int FILL_RATE = 90;

  /** The number of bytes to rewrite at once, while others wait for a few milliseconds. */
  private static final int PORTION = 1024 * 1024;

  private final AtomicLong compactedAt = new AtomicLong(System.nanoTime());
  private final AtomicBoolean isUnknown = new AtomicBoolean();
  private volatile Engine known;

  /** The engine of a database until the database closes. A reopened database has another engine. */
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

  /** A call to the engine. */
  @FunctionalInterface
  private interface Call<T> {
    T on(Engine engine) throws ReflectiveOperationException;
  }

  /** Makes H2 write only on demand. Must be repeated after the database is reopened. */
  void writeOnDemandOnly(Connection connection) {
    call(connection, null, engine -> null);
  }

  /** Whether memory contains so much unsaved data that it should be written. */
  boolean hasMuchUnsaved(Connection connection) {
    return call(connection, 0, engine -> (int) engine.unsaved().invoke(engine.store())) > MUCH;
  }

  /** Moves used data out of mostly unused parts of the file, so that the file stays small. */
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
