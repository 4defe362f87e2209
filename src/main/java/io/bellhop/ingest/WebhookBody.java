package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crypto.Sha256;

/**
 * A body as it is stored: what must not be kept is in neither half.
 *
 * @param json the same as {@code bytes}, parsed; null if it is not needed any more
 */
record WebhookBody(JsonNode json, byte[] bytes) {
  /** Bytes of a body, whose tree takes several times as much memory. */
  private static final int LARGEST_TREE = 64 * 1024;

  /**
   * With its tree only where a worker may begin with it at once, and where that is not too large to
   * wait for one.
   */
  WebhookBody keepingTree(boolean goesStraightOn) {
    return goesStraightOn && bytes.length <= LARGEST_TREE ? this : new WebhookBody(null, bytes);
  }

  /** Equal for equal bytes. */
  String hash() {
    return hash(bytes);
  }

  static String hash(byte[] bytes) {
    return "sha256:" + Sha256.hex(bytes);
  }
}
