package io.bellhop.routes.jslt;

import com.dashjoin.jsonata.JException;
import java.util.Set;

/** A failure of a mapping in JSONata, with its line and JSONata's own text. */
final class JsonataFailure extends RuntimeException {
  /** The text of these errors comes from the mapping and may contain the payload. */
  private static final Set<String> OF_THE_MAPPING = Set.of("D3137", "D3141");

  private final int line;
  private final String kind;

  private JsonataFailure(int line, String whole, String kind, Throwable cause) {
    super(whole, cause);
    this.line = line;
    this.kind = kind;
  }

  /**
   * @param innermost the position of the part that was evaluated, for an error without a position
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

  /** The line from 1; 0 if it is not known. */
  int line() {
    return line;
  }

  /** The message without values. */
  String kind() {
    return kind;
  }

  private static int line(String source, int position) {
    return position < 0
        ? 0
        : (int) source.substring(0, Math.min(position, source.length())).lines().count();
  }

  /** Errors from the limits of a run carry the text as it is; the library wraps others. */
  private static String clean(String text) {
    return text.replaceFirst("^JSonataException ", "").replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
