package io.bellhop.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Counts the rows of lists. A count scans an index, so a client that polls a backlog of many
 * thousands would keep the database busy. Bellhop therefore reuses a large count for a while, the
 * longer the larger it is. Thread-safe.
 */
final class RowCounts {

  /**
   * Bellhop repeats a count up to this number each time, because it takes only a few milliseconds.
   */
  private static final long SMALL = 1_000;

  /**
   * Counting a row takes a hundredth of a millisecond or less, so counting uses at most a tenth of
   * the time.
   */
  private static final long NANOS_PER_ROW = 100_000;

  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** The limit of stored counts, one for each list and filter. */
  private static final int MOST = 100;

  private record Known(Object counted, long until) {}

  private final LongSupplier ticker;
  private final Map<Object, Known> large =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Known> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param ticker nanoseconds since some time
   */
  RowCounts(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /**
   * @param list equal for equal lists
   */
  long of(Object list, Callable<Long> query) throws Exception {
    return of(list, query, rows -> rows);
  }

  /**
   * Several counts from one query.
   *
   * @param rows returns the total number of counted rows
   */
  @SuppressWarnings("unchecked")
  <T> T of(Object list, Callable<T> query, ToLongFunction<T> rows) throws Exception {
    synchronized (large) {
      Known known = large.get(list);
      if (known != null && known.until() - ticker.getAsLong() > 0) {
        // Equal lists have counts of one kind.
        return (T) known.counted();
      }
      large.remove(list);
    }
    T counted = query.call();
    long all = rows.applyAsLong(counted);
    if (all > SMALL) {
      long nanos = Math.min(all * NANOS_PER_ROW, LONGEST.toNanos());
      synchronized (large) {
        large.put(list, new Known(counted, ticker.getAsLong() + nanos));
      }
    }
    return counted;
  }
}
