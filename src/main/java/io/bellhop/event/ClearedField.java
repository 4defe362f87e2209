package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks a field that is empty at the source, unlike a field that the source omits. A mapping cannot
 * use null for it, because JSLT omits null.
 */
public final class ClearedField {
  /** In the private use area, so that it never equals a provider's text. */
  public static final TextNode VALUE = TextNode.valueOf("\uE000cleared\uE000");

  private ClearedField() {}

  /** Removes the marks, and all other empty fields, which records do not have. */
  static void strip(JsonNode record) {
    if (record instanceof ObjectNode object) {
      List<String> empty = new ArrayList<>();
      object
          .properties()
          .forEach(
              field -> {
                if (emptied(field.getValue())) {
                  empty.add(field.getKey());
                }
              });
      object.remove(empty);
    } else if (record instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        if (emptied(array.get(i))) {
          array.remove(i);
        }
      }
    }
  }

  private static boolean emptied(JsonNode value) {
    if (value.isContainerNode() && !value.isEmpty()) {
      strip(value);
      return value.isEmpty();
    }
    return VALUE.equals(value);
  }
}
