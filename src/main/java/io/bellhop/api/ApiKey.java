package io.bellhop.api;

import io.bellhop.config.Options;
import io.bellhop.crypto.Secrets;
import io.bellhop.crypto.Sha256;
import io.bellhop.store.Database;
import io.bellhop.store.Sql;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first key of the API. Bellhop keeps only its SHA-256, in memory and in the database; a key
 * that it generates has 256 random bits and cannot be guessed. Thread-safe.
 */
public final class ApiKey {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKey.class);
  private static final String NAME = "api-key";

  /** A value that is too short to be the SHA-256 of any text. */
  private static final byte[] NOTHING = new byte[0];

  private final byte[] configured;
  private volatile byte[] hash;
  private volatile String made;

  private ApiKey(byte[] configured) {
    this.configured = configured;
  }

  /**
   * A key that matches nothing until {@link #open}, because before that the database may have no
   * tables.
   */
  public static ApiKey of(Options options) {
    return new ApiKey(
        options.isSet("bellhop.api-key") ? Sha256.of(options.text("bellhop.api-key")) : null);
  }

  /**
   * Uses the configured key, or the one in the database.
   *
   * @param mayMake whether to generate a key if there is none, which the caller then stores; if
   *     not, no key opens the API
   */
  public ApiKey open(Database database, boolean mayMake) throws SQLException {
    if (isOpen()) {
      return this;
    }
    if (configured != null) {
      hash = configured;
      return this;
    }
    byte[] kept = database.transact(ApiKey::read);
    if (kept != null) {
      hash = kept;
    } else if (mayMake) {
      make();
    } else {
      LOG.warn("no key opens the API: set bellhop.api-key");
      hash = NOTHING;
    }
    return this;
  }

  /** Whether this node knows the key. */
  boolean isOpen() {
    return hash != null;
  }

  /**
   * Stores the hash of a new key. Must be called only after a successful start, which shows the
   * key.
   */
  public void keep(Database database) throws SQLException {
    if (made == null) {
      return;
    }
    try {
      database.durably(connection -> write(connection, hash));
    } catch (SQLException e) {
      byte[] theirs = database.transact(ApiKey::read);
      if (theirs == null) {
        throw e;
      }
      // Another node started at the same moment and was faster, so its key applies.
      hash = theirs;
      made = null;
    }
  }

  /**
   * The key as plain text, if this start generated it. The caller must show it, because Bellhop
   * does not store it.
   */
  public Optional<String> newKey() {
    return Optional.ofNullable(made);
  }

  /**
   * @param given the key of the request; null if it has none
   */
  boolean matches(String given) {
    return given != null && MessageDigest.isEqual(hash, Sha256.of(given));
  }

  private void make() {
    made = Secrets.urlText(32);
    hash = Sha256.of(made);
  }

  private static byte[] read(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "select content from setting where name = ?",
            row -> HexFormat.of().parseHex(row.text("content")),
            NAME)
        .orElse(null);
  }

  private static int write(Connection connection, byte[] hash) throws SQLException {
    return Sql.update(
        connection,
        "insert into setting (name, content) values (?, ?)",
        NAME,
        HexFormat.of().formatHex(hash));
  }
}
