package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A body as it is stored: what must not be kept is in neither half.
 *
 * @param json the same as {@code bytes}, parsed
 */
record Body(JsonNode json, byte[] bytes) {
  /** Equal for equal bytes. */
  String hash() {
    return hash(bytes);
  }

  static String hash(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
