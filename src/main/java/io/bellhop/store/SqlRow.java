package io.bellhop.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The current row of a query, read by the names of its columns. */
public final class SqlRow {
  private final ResultSet rows;

  SqlRow(ResultSet rows) {
    this.rows = rows;
  }

  public UUID id(String column) throws SQLException {
    return rows.getObject(column, UUID.class);
  }

  public String text(String column) throws SQLException {
    return rows.getString(column);
  }

  public boolean bool(String column) throws SQLException {
    return rows.getBoolean(column);
  }

  public long number(String column) throws SQLException {
    return rows.getLong(column);
  }

  /** A number, or null. */
  public Long numberOrNull(String column) throws SQLException {
    return rows.getObject(column, Long.class);
  }

  public int integer(String column) throws SQLException {
    return rows.getInt(column);
  }

  /** An integer, or null. */
  public Integer integerOrNull(String column) throws SQLException {
    return rows.getObject(column, Integer.class);
  }

  /** A time, or null. */
  public Instant time(String column) throws SQLException {
    return Database.instant(rows.getObject(column, OffsetDateTime.class));
  }

  /** A day, or null. */
  public LocalDate date(String column) throws SQLException {
    return rows.getObject(column, LocalDate.class);
  }

  /** Bytes, or null. */
  public byte[] bytes(String column) throws SQLException {
    return rows.getBytes(column);
  }
}
