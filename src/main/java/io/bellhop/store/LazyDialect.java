package io.bellhop.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * The dialect of a database that may not have answered yet, for objects that are created before it
 * does. Thread-safe.
 */
final class LazyDialect implements Dialect {
  private volatile Dialect known;

  /** Sets the dialect. */
  void become(Dialect dialect) {
    known = dialect;
  }

  boolean isKnown() {
    return known != null;
  }

  private Dialect known() {
    Dialect dialect = known;
    if (dialect == null) {
      throw new IllegalStateException("the database has not answered yet");
    }
    return dialect;
  }

  @Override
  public String name() {
    return known().name();
  }

  @Override
  public int largestBody() {
    return known().largestBody();
  }

  @Override
  public Map<String, String> types() {
    return known().types();
  }

  @Override
  public String arriveAtKey(String table) {
    return known().arriveAtKey(table);
  }

  @Override
  public String dueKeys(String table) {
    return known().dueKeys(table);
  }

  @Override
  public void preferIndexes(Connection connection) throws SQLException {
    known().preferIndexes(connection);
  }

  @Override
  public boolean mustWrite(Connection connection) {
    return known().mustWrite(connection);
  }

  @Override
  public void makeDurable(Connection connection) throws SQLException {
    known().makeDurable(connection);
  }

  @Override
  public void allowPauses(Connection connection) throws SQLException {
    known().allowPauses(connection);
  }

  @Override
  public boolean writesTransactionsTorn() {
    return known().writesTransactionsTorn();
  }

  @Override
  public boolean isForManyNodes() {
    return known().isForManyNodes();
  }

  @Override
  public void prepare(Connection connection) throws SQLException {
    known().prepare(connection);
  }

  @Override
  public void tune(Connection connection) throws SQLException {
    known().tune(connection);
  }
}
