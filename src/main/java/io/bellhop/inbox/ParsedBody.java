package io.bellhop.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The tree of a body that was parsed when it came, so that the route of its message need not parse
 * it again. A route may change the tree, so it is given away once; the bytes stay. It tells no
 * message from another: all of them are equal. Thread-safe.
 */
public final class ParsedBody {
  private final AtomicReference<JsonNode> tree;

  private ParsedBody(JsonNode tree) {
    this.tree = new AtomicReference<>(tree);
  }

  /**
   * @param tree what the bytes of the body say; no other object may keep it
   */
  public static ParsedBody of(JsonNode tree) {
    return new ParsedBody(tree);
  }

  static ParsedBody none() {
    return new ParsedBody(null);
  }

  /**
   * @return null if there is none, or it was taken already: then the bytes have to be parsed
   */
  public JsonNode take() {
    return tree.getAndSet(null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParsedBody;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
