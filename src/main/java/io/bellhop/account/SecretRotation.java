package io.bellhop.account;

import io.bellhop.config.ConfigException;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import io.bellhop.store.SqlRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals texts of the previous secret key again with the present one, a few rows in each
 * transaction; after a crash the next start continues.
 */
public final class SecretRotation {
  private static final Logger LOG = LoggerFactory.getLogger(SecretRotation.class);

  /**
   * The number of rows that one transaction locks; few, so that no other transaction waits long.
   */
  private static final int PORTION = 100;

  private final Database database;
  private final SecretBox secrets;
  private final List<SealedColumns> tables;

  public SecretRotation(Database database, SecretBox secrets, List<SealedColumns> tables) {
    this.database = database;
    this.secrets = secrets;
    this.tables = List.copyOf(tables);
  }

  /**
   * @throws ConfigException if the key that sealed a text is not configured
   */
  public void run() throws SQLException {
    int changed = 0;
    for (SealedColumns table : tables) {
      int portion = PORTION;
      while (portion == PORTION) {
        portion = database.durably(connection -> portion(connection, table));
        changed += portion;
      }
    }
    if (changed > 0) {
      LOG.info("Bellhop encrypted {} rows again, with the new secret key", changed);
    }
    if (secrets.hasOld()) {
      LOG.info(
          "once all nodes run with the new secret key, nothing needs the old one: remove"
              + " {}, or delete secret.key.old",
          SecretKeys.OLD);
    }
  }

  private int portion(Connection connection, SealedColumns table) throws SQLException {
    String stale =
        String.join(" or ", table.columns().stream().map(c -> c + " not like ?").toList());
    String query =
        "select %s, %s from %s where %s order by %s limit %d for update"
            .formatted(
                table.id(),
                String.join(", ", table.columns()),
                table.table(),
                stale,
                table.id(),
                PORTION);
    Object[] prefixes =
        table.columns().stream().map(column -> (Object) (secrets.prefix() + "%")).toArray();
    List<List<Object>> rows = Sql.list(connection, query, row -> resealed(table, row), prefixes);
    String update =
        "update %s set %s where %s = ?"
            .formatted(
                table.table(),
                String.join(", ", table.columns().stream().map(c -> c + " = ?").toList()),
                table.id());
    for (List<Object> row : rows) {
      Sql.update(connection, update, row.toArray());
    }
    return rows.size();
  }

  /** The new values of the columns, and the row's id. */
  private List<Object> resealed(SealedColumns table, SqlRow row) throws SQLException {
    UUID id = row.id(table.id());
    List<Object> values = new ArrayList<>();
    for (String column : table.columns()) {
      String place = table.place(column, id);
      values.add(secrets.seal(secrets.open(row.text(column), place), place));
    }
    values.add(id);
    return values;
  }
}
