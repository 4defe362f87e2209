package io.bellhop.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM of the JDK with a random nonce each. What is sealed opens only in the place for which
 * it was: in another row or column it is as good as changed. Thread-safe.
 */
public final class AesGcm {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private AesGcm() {}

  /**
   * @param place is not encrypted, and has to be the same when it is opened
   */
  public static byte[] seal(SecretKey key, byte[] clear, byte[] place)
      throws GeneralSecurityException {
    byte[] nonce = Secrets.random(NONCE);
    Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0);
    cipher.updateAAD(place);
    byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(clear.length));
    cipher.doFinal(clear, 0, clear.length, sealed, NONCE);
    return sealed;
  }

  /**
   * @param from where in the bytes it begins
   * @throws GeneralSecurityException if it was changed, or sealed for another place
   */
  public static byte[] open(SecretKey key, byte[] sealed, int from, byte[] place)
      throws GeneralSecurityException {
    if (sealed.length < from + NONCE) {
      throw new GeneralSecurityException("too short");
    }
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, from);
    cipher.updateAAD(place);
    return cipher.doFinal(sealed, from + NONCE, sealed.length - from - NONCE);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int from)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE));
    return cipher;
  }
}
