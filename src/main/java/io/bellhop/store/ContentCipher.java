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
 * Encrypts what guests' data stands in, if the operator wants that: bodies, records, events and
 * answers. What is sealed names its account, whose key opens it, and opens in its own row only;
 * without the key it is as good as deleted. What was stored before, in clear, is returned as it is.
 *
 * <p>Compressed first, as a database cannot compress it any more. Thread-safe.
 */
public final class ContentCipher {
  /** The keys of accounts. */
  @FunctionalInterface
  public interface Keys {
    /** Null if the account has none: it was never there, or was deleted. */
    SecretKey find(UUID account);
  }

  /** For content that holds no personal data. */
  public static final ContentCipher CLEAR = new ContentCipher();

  /**
   * By how many bytes a body may grow: its account, nonce and tag, and what cannot be compressed.
   */
  public static final int OVERHEAD = 1024;

  /** The key under this id hashes words; no account has it. */
  public static final UUID WORDS = new UUID(0, 0);

  /** No JSON begins so. Words in clear sort before it. */
  public static final String MARK = "sealed:";

  private static final int ACCOUNT = 2 * Long.BYTES;

  private volatile Keys keys = account -> null;
  private volatile boolean encrypts;

  /**
   * Called once, before anything is written or read.
   *
   * @param isOn whether what is written is encrypted; what is already is read in any case
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
   * @param account null for what is about Bellhop itself, which stays in clear
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
   * A text in clear.
   *
   * @return null if the key is gone
   * @throws IllegalStateException if it was changed, or copied from another row
   */
  public String open(String place, String stored) {
    if (!isSealed(stored)) {
      return stored;
    }
    byte[] clear = openBytes(place, Base64.getDecoder().decode(stored.substring(MARK.length())));
    return clear == null ? null : new String(clear, StandardCharsets.UTF_8);
  }

  /** Encrypts bytes, which do not show that they are sealed. */
  public byte[] sealBytes(UUID account, String place, byte[] clear) {
    SecretKey key = keys.find(account);
    // Of an account that was deleted meanwhile: it is to be as good as deleted too.
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
   * @return null if the key is gone
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
   * A word as it is stored so that content is found by it: in clear, or as a keyed hash.
   *
   * @return null if the key of its account is gone, and with it what would be found
   */
  public String word(UUID account, String clear) {
    if (!encrypts) {
      return clear;
    }
    return keys.find(account) == null ? null : hash(clear);
  }

  /**
   * The hash of a word. Its key is the same for all accounts, because a search is for many; it is
   * stored like those of accounts, so that hashes survive another secret key.
   *
   * @return the word itself where there are no keys, and so no hashes
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
      // One byte more, as the format without a head wants it.
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
