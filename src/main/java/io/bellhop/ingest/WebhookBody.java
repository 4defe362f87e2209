package io.bellhop.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.crypto.Sha256;

/**
 * A body as Bellhop stores it, without the fields that it must not store.
 *
 * @param json the parsed {@code bytes}; null if it is no longer needed
 */
record WebhookBody(JsonNode json, byte[] bytes) {
  /** In bytes of the body. The tree takes several times as much memory. */
  private static final int LARGEST_TREE = 64 * 1024;

  /**
   * Keeps the tree only if a worker may begin at once, and if the tree is not too large to wait in
   * memory.
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
