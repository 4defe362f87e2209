package io.bellhop.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * SQL statements on H2 and PostgreSQL without the ceremony of JDBC. Every method runs one statement
 * in the transaction of the given connection, and binds values in the order of the question marks:
 * an {@link Instant} in UTC, a JSON tree as text, {@link #ids}, {@link #texts}, {@link #dates} and
 * {@link #numbers} as arrays for {@code = any(?)}, all other values unchanged.
 *
 * <p>The hot paths use JDBC directly, because they batch, or bind the same statement many times:
 * {@code InboxTable}, {@code OrderKeyTable}, {@code SnapshotTable}, {@code EventTable}, and {@code
 * DeliveryTable}.
 */
public final class Sql {
  @FunctionalInterface
  public interface RowMapper<T> {
    T map(SqlRow row) throws SQLException;
  }

  @FunctionalInterface
  public interface RowHandler {
    void handle(SqlRow row) throws SQLException;
  }

  /** A value that becomes an SQL array, whose type an empty collection does not show. */
  private record ArrayValue(String type, Collection<?> elements) {}

  private Sql() {}

  public static Object ids(Collection<UUID> ids) {
    return new ArrayValue("uuid", ids);
  }

  public static Object texts(Collection<String> texts) {
    return new ArrayValue("varchar", texts);
  }

  public static Object dates(Collection<LocalDate> dates) {
    return new ArrayValue("date", dates.stream().map(LocalDate::toString).toList());
  }

  public static Object numbers(Collection<Long> numbers) {
    return new ArrayValue("bigint", numbers);
  }

  /** Passes each row of a query to a consumer, in order. */
  public static void forEach(
      Connection connection, String query, RowHandler handler, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, query, values);
        ResultSet rows = statement.executeQuery()) {
      SqlRow row = new SqlRow(rows);
      while (rows.next()) {
        handler.handle(row);
      }
    }
  }

  /** All rows of a query, in order. */
  public static <T> List<T> list(
      Connection connection, String query, RowMapper<T> mapper, Object... values)
      throws SQLException {
    List<T> found = new ArrayList<>();
    forEach(connection, query, row -> found.add(mapper.map(row)), values);
    return found;
  }

  /** The first row of a query; empty if there is none, or if the mapper returns null. */
  public static <T> Optional<T> first(
      Connection connection, String query, RowMapper<T> mapper, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, query, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.ofNullable(mapper.map(new SqlRow(rows))) : Optional.empty();
    }
  }

  /**
   * Locks the rows of a {@code select … for update} until the transaction ends.
   *
   * @return whether there are any
   */
  public static boolean lock(Connection connection, String query, Object... values)
      throws SQLException {
    return !list(connection, query, row -> true, values).isEmpty();
  }

  /**
   * Runs an insert, an update or a delete.
   *
   * @return the number of changed rows
   */
  public static int update(Connection connection, String statement, Object... values)
      throws SQLException {
    try (PreparedStatement prepared = prepare(connection, statement, values)) {
      return prepared.executeUpdate();
    }
  }

  /**
   * Runs a statement for each row of values, all in one batch.
   *
   * @return the number of rows that an update or a delete changed; for inserts a driver may not
   *     return it
   */
  public static int batch(Connection connection, String statement, List<Object[]> rows)
      throws SQLException {
    int changed = 0;
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (Object[] values : rows) {
        bind(prepared, values);
        prepared.addBatch();
      }
      for (int count : prepared.executeBatch()) {
        changed += count;
      }
    }
    return changed;
  }

  /**
   * Inserts a row whose values are named by their columns.
   *
   * @param columns in a constant order, so that the database can reuse its plan
   */
  public static int insertRow(Connection connection, String table, Map<String, ?> columns)
      throws SQLException {
    String names = String.join(", ", columns.keySet());
    String marks = columns.keySet().stream().map(name -> "?").collect(Collectors.joining(", "));
    return update(
        connection,
        "insert into " + table + " (" + names + ") values (" + marks + ")",
        columns.values().toArray());
  }

  /** Updates columns, which are named as in {@link #insertRow}, of the row with this id. */
  public static int updateRow(Connection connection, String table, UUID id, Map<String, ?> columns)
      throws SQLException {
    String changes =
        columns.keySet().stream().map(name -> name + " = ?").collect(Collectors.joining(", "));
    List<Object> values = new ArrayList<>(columns.values());
    values.add(id);
    return update(
        connection, "update " + table + " set " + changes + " where id = ?", values.toArray());
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bind(statement, values);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bindOne(statement, i + 1, values[i]);
    }
  }

  private static void bindOne(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value instanceof Instant time) {
      statement.setObject(index, Database.time(time));
    } else if (value instanceof JsonNode json) {
      statement.setString(index, json.toString());
    } else if (value instanceof ArrayValue array) {
      statement.setArray(
          index, statement.getConnection().createArrayOf(array.type(), array.elements().toArray()));
    } else {
      statement.setObject(index, value);
    }
  }

  /**
   * Whether the row violates a constraint, for example because another caller has just created it.
   */
  public static boolean isConstraint(SQLException error) {
    return SqlStates.isConstraint(error);
  }
}
