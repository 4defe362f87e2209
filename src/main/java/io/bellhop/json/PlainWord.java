package io.bellhop.json;

import java.util.Locale;

/**
 * Normalises words for comparison: a provider writes the same word as Active and active, or as
 * no_show, No-Show and noShow, depending on which of its programs wrote it.
 */
public final class PlainWord {
  private PlainWord() {}

  /** The letters and digits of a word, in lower case; the word itself if it has none. */
  public static String of(String word) {
    StringBuilder plain = new StringBuilder();
    word.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
    return plain.length() == 0 ? word.strip() : plain.toString().toLowerCase(Locale.ROOT);
  }
}
