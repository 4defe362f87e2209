package io.bellhop.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A small table in memory. Every row has a {@code revision}, a random number that each change
 * replaces, so that one index look-up shows whether memory is current, and Bellhop reads only the
 * rows that differ.
 *
 * <p>A reader gets the table as of its own transaction, never an older state that a slower thread
 * stored; and an older read never replaces a later one in memory. Thread-safe.
 */
public final class TableCache<T> {
  /** A row and its revision. */
  public record Row<T>(UUID id, long revision, T value) {}

  /** Reads complete rows. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * @param ids the ids of the rows; the result omits deleted rows
     */
    List<Row<T>> read(Connection connection, Collection<UUID> ids) throws SQLException;
  }

  /** The rows of the table at one moment, in order. Immutable. */
  public static final class View<T> {
    private final long began;
    private final Stamp stamp;
    private final Map<UUID, Row<T>> rows;
    private final List<T> values;

    private View(long began, Map<UUID, Row<T>> rows) {
      this.began = began;
      this.stamp = Stamp.of(rows.values());
      this.rows = rows;
      this.values = rows.values().stream().map(Row::value).toList();
    }

    public Optional<T> find(UUID id) {
      return Optional.ofNullable(rows.get(id)).map(Row::value);
    }

    public List<T> values() {
      return values;
    }
  }

  /** A value that differs between any two states of the table, independent of clocks. */
  private record Stamp(long count, BigDecimal revisions) {
    static Stamp of(Collection<? extends Row<?>> rows) {
      BigDecimal sum = BigDecimal.ZERO;
      for (Row<?> row : rows) {
        sum = sum.add(BigDecimal.valueOf(row.revision()));
      }
      return new Stamp(rows.size(), sum);
    }
  }

  /** The result of a read that several callers share. */
  private record Shared<T>(long began, View<T> view, SQLException error) {}

  private final Database database;
  private final String stampSql;
  private final String revisionsSql;
  private final Reader<T> reader;
  private final Comparator<Row<T>> order;
  private final AtomicLong moments = new AtomicLong();
  private final ReentrantLock sharing = new ReentrantLock();
  private Shared<T> shared = new Shared<>(0, null, null);
  private volatile View<T> known = new View<>(0, Map.of());

  /**
   * @param table has the columns {@code id} and {@code revision}, and an index on the latter
   * @param order the order of the rows; equal rows are ordered by their ids
   */
  public TableCache(Database database, String table, Reader<T> reader, Comparator<T> order) {
    this.database = database;
    this.stampSql = "select count(*), coalesce(sum(revision), 0) from " + table;
    this.revisionsSql = "select id, revision from " + table;
    this.reader = reader;
    this.order =
        Comparator.comparing((Row<T> row) -> row.value(), order)
            // Compares ids as databases do; Java's own comparison treats the first bit as a sign.
            .thenComparing(row -> row.id().toString());
  }

  /** The new revision of a changed row. */
  public static long newRevision() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** The table as last seen, without a query. */
  public View<T> known() {
    return known;
  }

  /** The table as of this transaction. */
  public View<T> in(Connection connection) throws SQLException {
    long began = moments.incrementAndGet();
    View<T> before = known;
    if (stamp(connection).equals(before.stamp)) {
      return before;
    }
    View<T> now = new View<>(began, read(connection, before.rows));
    remember(now);
    return now;
  }

  /**
   * The present table. Concurrent callers share one read, which begins after their calls, and so
   * one connection.
   */
  public View<T> now() throws SQLException {
    long asked = moments.get();
    sharing.lock();
    try {
      if (shared.began() <= asked) {
        shared = share(moments.incrementAndGet());
      }
      if (shared.error() != null) {
        throw shared.error();
      }
      return shared.view();
    } finally {
      sharing.unlock();
    }
  }

  private Shared<T> share(long began) {
    try {
      return new Shared<>(began, database.transact(this::in), null);
    } catch (SQLException e) {
      return new Shared<>(began, null, e);
    }
  }

  /**
   * Ignores a read that began earlier than the stored one, because it may be older even if it ends
   * later.
   */
  private synchronized void remember(View<T> now) {
    if (now.began > known.began) {
      known = now;
    }
  }

  private Stamp stamp(Connection connection) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(stampSql);
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return new Stamp(rows.getLong(1), rows.getBigDecimal(2));
    }
  }

  private Map<UUID, Row<T>> read(Connection connection, Map<UUID, Row<T>> before)
      throws SQLException {
    Map<UUID, Row<T>> same = new LinkedHashMap<>();
    List<UUID> changed = new ArrayList<>();
    try (PreparedStatement s = connection.prepareStatement(revisionsSql);
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        UUID id = rows.getObject(1, UUID.class);
        Row<T> row = before.get(id);
        if (row != null && row.revision() == rows.getLong(2)) {
          same.put(id, row);
        } else {
          changed.add(id);
        }
      }
    }
    List<Row<T>> all = new ArrayList<>(same.values());
    if (!changed.isEmpty()) {
      all.addAll(reader.read(connection, changed));
    }
    all.sort(order);
    Map<UUID, Row<T>> ordered = new LinkedHashMap<>();
    all.forEach(row -> ordered.put(row.id(), row));
    return Collections.unmodifiableMap(ordered);
  }
}
