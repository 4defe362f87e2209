package io.bellhop.routes.jslt;

/** Removes strings, names in backticks and comments from a mapping in JSONata. */
final class JsonataText {
  private JsonataText() {}

  /** Replaces what it removes with blanks, so that lines stay the same. */
  static String code(String source) {
    StringBuilder code = new StringBuilder(source);
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i);
      int end = i;
      if (source.startsWith("/*", i)) {
        int close = source.indexOf("*/", i + 2);
        end = close < 0 ? source.length() : close + 2;
      } else if (c == '"' || c == '\'' || c == '`') {
        end = i + 1;
        while (end < source.length() && source.charAt(end) != c) {
          end += source.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end + 1, source.length());
      }
      for (int blank = i; blank < end; blank++) {
        if (source.charAt(blank) != '\n') {
          code.setCharAt(blank, ' ');
        }
      }
      i = Math.max(end, i + 1);
    }
    return code.toString();
  }
}
