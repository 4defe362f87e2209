package io.bellhop.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Svix and Standard Webhooks do: HMAC-SHA256 over {@code id.timestamp.body}. It keeps its
 * Mac between calls to be cheap under load, so each thread needs one of its own.
 */
public final class SvixSigner {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  public SvixSigner(String secret) {
    byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A secret as the provider would hand it out, made of any 24 to 64 characters. */
  public static String secretOf(String text) {
    return PREFIX + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The value of the signature header. */
  public String sign(String id, long epochSecond, byte[] body) {
    mac.update((id + "." + epochSecond + ".").getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }
}
