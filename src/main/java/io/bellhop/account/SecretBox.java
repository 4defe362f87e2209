package io.bellhop.account;

import io.bellhop.config.ConfigException;
import io.bellhop.crypto.AesGcm;
import io.bellhop.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets at rest: AES-256-GCM of the JDK, prefixed with the key's id. A text opens only
 * in the place for which it was sealed, so a copy in another row does not open. Thread-safe.
 */
public final class SecretBox {
  private record Key(String id, SecretKeySpec key) {
    static Key of(byte[] bytes, String name) {
      if (bytes.length != 32) {
        throw new ConfigException(
            name
                + " must be 32 bytes in base64 (openssl rand -base64 32), was "
                + bytes.length
                + " bytes");
      }
      return new Key(
          HexFormat.of().formatHex(Sha256.of(bytes), 0, 4) + ":", new SecretKeySpec(bytes, "AES"));
    }
  }

  private final Key current;

  /** All keys, the present one first. */
  private final List<Key> all;

  /**
   * @param key 32 bytes
   */
  public SecretBox(byte[] key) {
    this(key, null);
  }

  /**
   * @param old opens texts that were sealed before a change of the key; null if there was no change
   */
  public SecretBox(byte[] key, byte[] old) {
    this.current = Key.of(key, SecretKeys.OPTION);
    this.all = old == null ? List.of(current) : List.of(current, Key.of(old, SecretKeys.OLD));
  }

  /** The configured key, or the one in the data folder, which Bellhop creates if it is missing. */
  public static SecretBox open(String configured, Path data) {
    return open(configured, "", data);
  }

  /**
   * @param old the previous key, as configured; empty for the one in the data folder, if any
   */
  public static SecretBox open(String configured, String old, Path data) {
    SecretKeys keys = new SecretKeys(data);
    return new SecretBox(keys.current(configured), keys.old(old));
  }

  /** The place of a column in a row, for which a text is sealed. */
  public static String place(String table, String column, Object row) {
    return table + "." + column + " of " + row;
  }

  /** Whether there is a previous key. */
  boolean hasOld() {
    return all.size() > 1;
  }

  /** The prefix of all texts that the present key has sealed. */
  String prefix() {
    return current.id();
  }

  /** Encrypts a text for a place; null stays null. */
  public String seal(String clear, String place) {
    if (clear == null) {
      return null;
    }
    try {
      byte[] bytes = clear.getBytes(StandardCharsets.UTF_8);
      byte[] sealed = AesGcm.seal(current.key(), bytes, bytes(place));
      return current.id() + Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decrypts a text; null stays null.
   *
   * @throws ConfigException if the key that sealed the text is not configured
   */
  public String open(String text, String place) {
    if (text == null) {
      return null;
    }
    Key key =
        all.stream()
            .filter(one -> text.startsWith(one.id()))
            .findFirst()
            .orElseThrow(this::otherKey);
    try {
      byte[] sealed = Base64.getDecoder().decode(text.substring(key.id().length()));
      return new String(AesGcm.open(key.key(), sealed, 0, bytes(place)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "Bellhop cannot decrypt what "
              + place
              + " holds: another program changed it, or copied it from another row."
              + " Restore the row from a backup, or delete it from the table",
          e);
    }
  }

  private ConfigException otherKey() {
    String ids = String.join(" and ", all.stream().map(one -> one.id().replace(":", "")).toList());
    return new ConfigException(
        "Bellhop encrypted the secrets in the database with another secret key ("
            + ids
            + "): start with that bellhop.secret-key or data folder. If you changed the"
            + " key, set the previous one as "
            + SecretKeys.OLD);
  }

  private static byte[] bytes(String place) {
    return place.getBytes(StandardCharsets.UTF_8);
  }

  /** Omits the keys, because logs may contain this text. */
  @Override
  public String toString() {
    return "SecretBox" + Arrays.asList(all.stream().map(Key::id).toArray());
  }
}
