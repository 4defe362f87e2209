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
    if (open.isEmpty()) {
      return -1;
    }
    try {
      Field position = Parser.Symbol.class.getDeclaredField("position");
      position.setAccessible(true);
      return position.getInt(open.peek());
    } catch (ReflectiveOperationException | RuntimeException e) {
      return -1; // the message has no line then
    }
  }
}
