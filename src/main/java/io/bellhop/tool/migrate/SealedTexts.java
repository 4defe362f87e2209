package io.bellhop.tool.migrate;

import io.bellhop.account.SealedColumns;
import io.bellhop.account.SecretBox;
import io.bellhop.config.ConfigException;
import io.bellhop.runtime.RowOwners;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether the given secret key opens the sealed texts. */
final class SealedTexts {
  private final SecretBox secrets;

  SealedTexts(SecretBox secrets) {
    this.secrets = secrets;
  }

  /**
   * @throws ConfigException if a text was sealed with another key, or is damaged
   */
  void requireReadable(Connection connection) throws SQLException {
    for (SealedColumns table : RowOwners.sealed()) {
      List<String> columns = table.columns();
      Sql.forEach(
          connection,
          "select " + table.id() + ", " + String.join(", ", columns) + " from " + table.table(),
          row -> {
            for (String column : columns) {
              secrets.open(row.text(column), table.place(column, row.id(table.id())));
            }
          });
    }
  }
}
