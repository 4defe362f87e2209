package io.bellhop.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An HMAC over a request, made with a secret that both ends know; every Java has these. */
public enum Hmac {
  SHA1,
  SHA256,
  SHA512;

  /** How templates name them. */
  public static Set<String> names() {
    return Arrays.stream(values())
        .map(hmac -> hmac.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param name one of {@link #names}
   */
  public static Hmac named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * @param parts signed one behind the other
   * @throws IllegalArgumentException if the key is empty
   */
  public byte[] sign(byte[] key, byte[]... parts) {
    String algorithm = "Hmac" + name();
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  /** Signs {@code id.timestamp.body}, as Standard Webhooks 1.0.0 has it. */
  public static byte[] standardWebhook(byte[] key, String id, String timestamp, byte[] body) {
    return SHA256.sign(key, (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
  }
}
