package io.bellhop.validation;

/** The rules for texts that Bellhop stores, compares or shows. */
public final class TextRules {
  private static final String REPLACEMENT = "\uFFFD";

  private TextRules() {}

  /**
   * The fault of a text, as the rest of a sentence; null if there is none.
   *
   * @param longest the maximum number of characters
   */
  public static String fault(String text, int longest) {
    if (text.length() > longest) {
      return "must have at most " + longest + " characters";
    }
    return fault(text);
  }

  /** As above, without a maximum length. */
  public static String fault(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      return "must not have control characters";
    }
    return isWhole(text) ? null : "must not have half a character (a lone surrogate)";
  }

  /** Replaces each unpaired surrogate by U+FFFD, because UTF-8 cannot represent it. */
  public static String whole(String text) {
    if (text == null || isWhole(text)) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isHalf(point)) {
                whole.append(REPLACEMENT);
              } else {
                whole.appendCodePoint(point);
              }
            });
    return whole.toString();
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
