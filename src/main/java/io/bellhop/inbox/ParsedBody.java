package io.bellhop.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The parsed body of a message that has just arrived, so that its route need not parse it again. A
 * route may change the tree, so {@link #take} returns it only once; the bytes stay. All instances
 * are equal, so it does not affect the equality of messages. Thread-safe.
 */
public final class ParsedBody {
  private final AtomicReference<JsonNode> tree;

  private ParsedBody(JsonNode tree) {
    this.tree = new AtomicReference<>(tree);
  }

  /**
   * @param tree the parsed bytes of the body; the caller must not keep it
   */
  public static ParsedBody of(JsonNode tree) {
    return new ParsedBody(tree);
  }

  static ParsedBody none() {
    return new ParsedBody(null);
  }

  /**
   * @return null if there is none, or if it was taken already: then the caller parses the bytes
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
