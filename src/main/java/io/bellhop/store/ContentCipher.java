package io.bellhop.store;

import io.bellhop.crypto.AesGcm;
import io.bellhop.crypto.Secrets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts content that contains guests' data, if the operator enables it: bodies, records, events
 * and answers. Sealed content names the account whose key opens it, and it opens only in its own
 * row; without the key it is as good as deleted. Content that was stored before as plain text is
 * returned unchanged.
 *
 * <p>Compresses before encryption, because a database cannot compress encrypted content.
 * Thread-safe.
 */
public final class ContentCipher {
  /** The keys of accounts. */
  @FunctionalInterface
  public interface Keys {
    /** Returns the key of an account; null if it never existed or was deleted. */
    SecretKey find(UUID account);
  }

  /** Encrypts nothing: for content without personal data. */
  public static final ContentCipher CLEAR = new ContentCipher();

  /**
   * The number of bytes by which a body may grow: its account, nonce and tag, and incompressible
   * data.
   */
  public static final int OVERHEAD = 1024;

  /** The id of the key that hashes words; no account has this id. */
  public static final UUID WORDS = new UUID(0, 0);

  /** No JSON begins with this mark, and unsealed words sort before it. */
  public static final String MARK = "sealed:";

  private static final int ACCOUNT = 2 * Long.BYTES;

  private volatile Keys keys = account -> null;
  private volatile boolean encrypts;

  /**
   * Sets the keys. Must be called once, before any read or write.
   *
   * @param isOn whether new content is encrypted; encrypted content is readable in any case
   */
  public void use(Keys all, boolean isOn) {
    keys = all;
    encrypts = isOn;
  }

  public boolean encrypts() {
    return encrypts;
  }

  /**
   * Encrypts a text for its place.
   *
   * @param account null for content about Bellhop itself, which is not encrypted
   */
  public String seal(UUID account, String place, String clear) {
    if (!encrypts || account == null || clear == null) {
      return clear;
    }
    byte[] sealed = sealBytes(account, place, clear.getBytes(StandardCharsets.UTF_8));
    return MARK + Base64.getEncoder().encodeToString(sealed);
  }

  /** Whether a text was sealed. */
  public boolean isSealed(String stored) {
    return stored != null && stored.startsWith(MARK);
  }

  /**
   * Decrypts a text.
   *
   * @return null if the key has been deleted
   * @throws IllegalStateException if the text was changed, or copied from another row
   */
  public String open(String place, String stored) {
    if (!isSealed(stored)) {
      return stored;
    }
    byte[] clear = openBytes(place, Base64.getDecoder().decode(stored.substring(MARK.length())));
    return clear == null ? null : new String(clear, StandardCharsets.UTF_8);
  }

  /** Encrypts bytes, without a mark that shows the encryption. */
  public byte[] sealBytes(UUID account, String place, byte[] clear) {
    SecretKey key = keys.find(account);
    // The account has been deleted in the meantime, so its content must be unreadable too.
    SecretKey used = key == null ? new SecretKeySpec(Secrets.random(32), "AES") : key;
    try {
      byte[] sealed = AesGcm.seal(used, deflate(clear), bytes(place));
      return ByteBuffer.allocate(ACCOUNT + sealed.length)
          .putLong(account.getMostSignificantBits())
          .putLong(account.getLeastSignificantBits())
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @return null if the key has been deleted
   */
  public byte[] openBytes(String place, byte[] stored) {
    ByteBuffer head = ByteBuffer.wrap(stored);
    SecretKey key = keys.find(new UUID(head.getLong(), head.getLong()));
    if (key == null) {
      return null;
    }
    try {
      return inflate(AesGcm.open(key, stored, ACCOUNT, bytes(place)));
    } catch (GeneralSecurityException | DataFormatException e) {
      throw new IllegalStateException(
          "Bellhop cannot decrypt what "
              + place
              + " holds: another program changed it, or copied it from another row",
          e);
    }
  }

  /**
   * The stored form of a word by which content is found: plain text, or a keyed hash.
   *
   * @return null if the account's key has been deleted, and with it the content
   */
  public String word(UUID account, String clear) {
    if (!encrypts) {
      return clear;
    }
    return keys.find(account) == null ? null : hash(clear);
  }

  /**
   * The hash of a word. Its key is the same for all accounts, because a search covers many
   * accounts; Bellhop stores it like the keys of accounts, so that hashes survive a change of the
   * secret key.
   *
   * @return the word itself if there are no keys and therefore no hashes
   */
  public String hash(String clear) {
    SecretKey key = keys.find(WORDS);
    if (key == null) {
      return clear;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return MARK + Base64.getEncoder().encodeToString(mac.doFinal(bytes(clear)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String place) {
    return place.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] deflate(byte[] clear) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(clear);
      deflater.finish();
      byte[] buffer = new byte[Math.max(256, clear.length / 2)];
      ByteArrayOutputStream out = new ByteArrayOutputStream(buffer.length);
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflate(byte[] deflated) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      // Adds one byte, which the format without a header requires.
      inflater.setInput(Arrays.copyOf(deflated, deflated.length + 1));
      byte[] buffer = new byte[Math.max(256, 4 * deflated.length)];
      ByteArrayOutputStream out = new ByteArrayOutputStream(buffer.length);
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (read == 0 && !inflater.finished()) {
          throw new DataFormatException("cut");
        }
        out.write(buffer, 0, read);
      }
      return out.toByteArray();
    } finally {
      inflater.end();
    }
  }
}
