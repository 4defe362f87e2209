package io.bellhop.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.Base64;

/** The attribute {@code secret} of a webhook, as Standard Webhooks 1.0.0 has it. */
final class SigningSecret {
  private static final String FIELD = "secret";
  private static final String PREFIX = "whsec_";
  private static final int LEAST = 24;
  private static final int MOST = 64;
  private static final int MADE = 32;

  private final Given given;

  SigningSecret(Given given) {
    this.given = given;
  }

  static String make() {
    byte[] key = new byte[MADE];
    new SecureRandom().nextBytes(key);
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** Null if there is none in the body, or if it is wrong, which is noted. */
  String given() {
    JsonNode value = given.get(FIELD);
    if (value == null || value.isNull() || value.asText().equals(Credentials.MASK)) {
      return null;
    }
    if (!value.isTextual() || !isSecret(value.asText())) {
      given.add(FIELD, "must be whsec_ and " + LEAST + " to " + MOST + " bytes in base64");
      return null;
    }
    return value.asText();
  }

  private static boolean isSecret(String text) {
    try {
      int length =
          text.startsWith(PREFIX)
              ? Base64.getDecoder().decode(text.substring(PREFIX.length())).length
              : 0;
      return length >= LEAST && length <= MOST;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
