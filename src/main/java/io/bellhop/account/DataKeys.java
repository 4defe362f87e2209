package io.bellhop.account;

import io.bellhop.concurrent.PeriodicTask;
import io.bellhop.crypto.Secrets;
import io.bellhop.store.ContentCipher;
import io.bellhop.store.Database;
import io.bellhop.store.DatabaseErrors;
import io.bellhop.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key for each account, sealed with the secret key. Deleting an account deletes its key, and all
 * content encrypted with that key becomes unreadable. Thread-safe.
 */
public final class DataKeys implements AccountRows, ContentCipher.Keys, AutoCloseable {
  public static final SealedColumns SEALED =
      SealedColumns.of("account_key", "account_id", "data_key");

  private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);

  /** How long a node may keep a key that another one has deleted. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private static final String SELECT = "select account_id, data_key from account_key";

  private final Database database;
  private final SecretBox secrets;
  private final Map<UUID, SecretKey> keys = new ConcurrentHashMap<>();
  private final Set<UUID> gone = ConcurrentHashMap.newKeySet();
  private final PeriodicTask refresh =
      new PeriodicTask(
          "bellhop-data-keys",
          this::read,
          e ->
              LOG.debug(
                  "Bellhop cannot refresh the keys of accounts: {}", DatabaseErrors.describe(e)));

  public DataKeys(Database database, SecretBox secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** Creates the missing keys of accounts and the key of words, and loads all into memory. */
  public void prepare() throws SQLException {
    List<UUID> without =
        database.transact(
            connection ->
                Sql.list(
                    connection,
                    "select id from integration_account"
                        + " where id not in (select account_id from account_key)",
                    row -> row.id("id")));
    for (UUID account : without) {
      make(account);
    }
    if (find(ContentCipher.WORDS) == null) {
      make(ContentCipher.WORDS);
    }
    read();
  }

  private void make(UUID account) throws SQLException {
    try {
      database.durably(
          connection -> {
            created(connection, account);
            return null;
          });
    } catch (SQLException e) {
      if (!Sql.isConstraint(e)) {
        throw e; // unless another node has just created the row
      }
    }
  }

  /** Starts to check for keys that other nodes delete. */
  public void start() {
    refresh.start(FRESH, FRESH);
  }

  private void read() throws SQLException {
    Map<UUID, String> stored = new HashMap<>();
    database.transact(
        connection -> {
          Sql.forEach(
              connection, SELECT, row -> stored.put(row.id("account_id"), row.text("data_key")));
          return null;
        });
    keys.keySet().retainAll(stored.keySet());
    stored.forEach((account, text) -> keys.computeIfAbsent(account, id -> open(id, text)));
    gone.clear();
  }

  @Override
  public SecretKey find(UUID account) {
    SecretKey known = keys.get(account);
    if (known != null || gone.contains(account)) {
      return known;
    }
    try {
      String text =
          database.transact(
              connection ->
                  Sql.first(
                          connection,
                          SELECT + " where account_id = ?",
                          row -> row.text("data_key"),
                          account)
                      .orElse(null));
      if (text == null) {
        gone.add(account);
        return null;
      }
      return keys.computeIfAbsent(account, id -> open(id, text));
    } catch (SQLException e) {
      throw new IllegalStateException("the database did not return the key of an account", e);
    }
  }

  private SecretKey open(UUID account, String stored) {
    String text = secrets.open(stored, SEALED.place("data_key", account));
    return new SecretKeySpec(Base64.getDecoder().decode(text), "AES");
  }

  @Override
  public void created(Connection connection, UUID account) throws SQLException {
    String key = Base64.getEncoder().encodeToString(Secrets.random(32));
    Sql.update(
        connection,
        "insert into account_key (account_id, data_key) values (?, ?)",
        account,
        secrets.seal(key, SEALED.place("data_key", account)));
  }

  @Override
  public void delete(Connection connection, UUID account) throws SQLException {
    Sql.update(connection, "delete from account_key where account_id = ?", account);
    keys.remove(account);
  }

  @Override
  public void close() throws InterruptedException {
    refresh.close();
  }
}
