package io.bellhop.routes.jslt;

import com.dashjoin.jsonata.JException;
import java.util.Set;

/** A mapping in JSONata that fails: its line, and JSONata's own words. */
final class JsonataFailure extends RuntimeException {
  /** Their text is the mapping's own, which may have the payload in it. */
  private static final Set<String> OF_THE_MAPPING = Set.of("D3137", "D3141");

  private final int line;
  private final String kind;

  private JsonataFailure(int line, String whole, String kind, Throwable cause) {
    super(whole, cause);
    this.line = line;
    this.kind = kind;
  }

  /**
   * @param innermost where the part stands that was evaluated, for an error that does not say it
   */
  static JsonataFailure of(JException error, String source, int innermost) {
    String code = String.valueOf(error.getError());
    String kind =
        OF_THE_MAPPING.contains(code)
            ? "its $error(...) or $assert(...)"
            : JException.msg(code, -1, "...", "...");
    return new JsonataFailure(
        line(source, error.getLocation() < 0 ? innermost : error.getLocation()),
        clean(error.getMessage()),
        clean(kind),
        error);
  }

  static JsonataFailure of(String text) {
    return new JsonataFailure(0, text, text, null);
  }

  /** From 1; 0 if it is not known. */
  int line() {
    return line;
  }

  /** The same without values. */
  String kind() {
    return kind;
  }

  private static int line(String source, int position) {
    return position < 0
        ? 0
        : (int) source.substring(0, Math.min(position, source.length())).lines().count();
  }

  /** What the bounds of a run say has no text of its own in the library. */
  private static String clean(String text) {
    return text.replaceFirst("^JSonataException ", "").replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
