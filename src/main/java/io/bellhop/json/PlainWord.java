package io.bellhop.json;

import java.util.Locale;

/**
 * Words as they are compared: a provider writes one word as Active and active, or as no_show,
 * No-Show and noShow, depending on which of its programs wrote it.
 */
public final class PlainWord {
  private PlainWord() {}

  /** Its letters and digits alone, small; the word itself if it has none. */
  public static String of(String word) {
    StringBuilder plain = new StringBuilder();
    word.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
    return plain.length() == 0 ? word.strip() : plain.toString().toLowerCase(Locale.ROOT);
  }
}
