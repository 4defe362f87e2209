package io.bellhop.account;

import java.util.List;

/**
 * Columns of a table in which each text is sealed with the secret key for its place. A package that
 * adds such columns declares them, so that a change of the key includes them.
 *
 * @param id the column that identifies the row
 */
public record SealedColumns(String table, String id, List<String> columns) {
  public static SealedColumns of(String table, String id, String... columns) {
    return new SealedColumns(table, id, List.of(columns));
  }

  /** The place of a column in a row, for which its text is sealed. */
  public String place(String column, Object row) {
    return SecretBox.place(table, column, row);
  }
}
