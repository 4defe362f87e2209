package io.bellhop.routes.jslt;

import com.dashjoin.jsonata.Parser;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which parts of an expression are being evaluated: most failures of JSONata 0.9 do not know where
 * they happened. A part keeps its place in a field that is not public; this class alone knows it.
 * For one run.
 */
final class JsonataPlaces {
  private final Deque<Parser.Symbol> open = new ArrayDeque<>();

  void enter(Parser.Symbol part) {
    open.push(part);
  }

  void leave() {
    open.pop();
  }

  /** Where the innermost part stands, in characters; -1 if it is not known. */
  int innermost() {
    return open.isEmpty() ? -1 : of(open.peek());
  }

  static int of(Parser.Symbol part) {
    return field(part, "position") instanceof Integer place ? place : -1;
  }

  /** A part of a part; null if it has none of this name. */
  static Parser.Symbol part(Parser.Symbol within, String name) {
    return field(within, name) instanceof Parser.Symbol part ? part : null;
  }

  private static Object field(Parser.Symbol part, String name) {
    try {
      Field field = Parser.Symbol.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(part);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // a message has no line then
    }
  }
}
