package io.bellhop.json;

/**
 * Finds unpaired surrogates that JSON writes as escapes, such as {@code \ud83d} without its other
 * half.
 */
final class LoneSurrogates {
  private static final String REPLACEMENT = "\\ufffd";
  private static final int LENGTH = REPLACEMENT.length();

  private LoneSurrogates() {}

  /** Replaces them by U+FFFD in JSON; returns the same text if there are none. */
  static String replaced(String json) {
    StringBuilder whole = new StringBuilder(json.length());
    int at = 0;
    while (at < json.length()) {
      int length = json.charAt(at) != '\\' ? 1 : escape(json, at);
      boolean isHalf = length == LENGTH && Character.isSurrogate(unit(json, at));
      if (isHalf && isPair(json, at)) {
        length = 2 * LENGTH;
        isHalf = false;
      }
      whole.append(isHalf ? REPLACEMENT : json.substring(at, at + length));
      at += length;
    }
    return whole.toString();
  }

  /** The length of the escape at a position; an escaped backslash does not begin another escape. */
  private static int escape(String json, int at) {
    if (isUnit(json, at)) {
      return LENGTH;
    }
    return Math.min(2, json.length() - at);
  }

  private static boolean isPair(String json, int at) {
    return Character.isHighSurrogate(unit(json, at))
        && isUnit(json, at + LENGTH)
        && Character.isLowSurrogate(unit(json, at + LENGTH));
  }

  private static boolean isUnit(String json, int at) {
    return at + LENGTH <= json.length()
        && json.charAt(at) == '\\'
        && json.charAt(at + 1) == 'u'
        && json.substring(at + 2, at + LENGTH).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static char unit(String json, int at) {
    return (char) Integer.parseInt(json.substring(at + 2, at + LENGTH), 16);
  }
}
