package io.bellhop.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes what must be impossible to guess, and compares it. Thread-safe. */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  public static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /** Random bytes as a text for a URL. */
  public static String urlText(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(bytes));
  }

  /** Compares in a time that depends neither on where they differ nor on how long they are. */
  public static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(Sha256.of(expected), Sha256.of(given));
  }
}
