package io.bellhop.routes.jslt;

import com.dashjoin.jsonata.Parser;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tracks which parts of an expression are being evaluated, because most failures of JSONata 0.9
 * carry no position. A part keeps its position in a private field, which only this class knows. For
 * one run.
 */
final class JsonataPlaces {
  private final Deque<Parser.Symbol> open = new ArrayDeque<>();

  void enter(Parser.Symbol part) {
    open.push(part);
  }

  void leave() {
    open.pop();
  }

  /** The position of the innermost part in characters; -1 if it is not known. */
  int innermost() {
    return open.isEmpty() ? -1 : of(open.peek());
  }

  static int of(Parser.Symbol part) {
    return field(part, "position") instanceof Integer place ? place : -1;
  }

  /** A named part of a part; null if it has none of this name. */
  static Parser.Symbol part(Parser.Symbol within, String name) {
    return field(within, name) instanceof Parser.Symbol part ? part : null;
  }

  private static Object field(Parser.Symbol part, String name) {
    try {
      Field field = Parser.Symbol.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(part);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // then a message has no line
    }
  }
}
