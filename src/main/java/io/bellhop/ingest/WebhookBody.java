package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.account.Sha256;

/**
 * A body as it is stored: what must not be kept is in neither half.
 *
 * @param json the same as {@code bytes}, parsed
 */
record WebhookBody(JsonNode json, byte[] bytes) {
  /** Equal for equal bytes. */
  String hash() {
    return hash(bytes);
  }

  static String hash(byte[] bytes) {
    return "sha256:" + Sha256.hex(bytes);
  }
}
