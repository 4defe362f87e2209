package io.bellhop.tool.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A body in which some texts are replaced as bytes, at the cost of a copy and without parsing JSON.
 */
final class BodyTemplate {
  private final byte[] bytes;
  private final int[][] places;

  /**
   * @param texts the texts to replace; the body contains each at least once
   */
  BodyTemplate(byte[] bytes, String... texts) {
    this.bytes = bytes;
    String body = new String(bytes, StandardCharsets.ISO_8859_1);
    this.places = Arrays.stream(texts).map(text -> places(body, text)).toArray(int[][]::new);
  }

  /**
   * @param texts in the order of those of the constructor, each as long as the one that it replaces
   */
  byte[] with(String... texts) {
    byte[] body = bytes.clone();
    for (int i = 0; i < texts.length; i++) {
      byte[] text = texts[i].getBytes(StandardCharsets.ISO_8859_1);
      for (int place : places[i]) {
        System.arraycopy(text, 0, body, place, text.length);
      }
    }
    return body;
  }

  private static int[] places(String body, String text) {
    int[] found = new int[0];
    for (int at = body.indexOf(text); at >= 0; at = body.indexOf(text, at + 1)) {
      found = Arrays.copyOf(found, found.length + 1);
      found[found.length - 1] = at;
    }
    return found;
  }
}
