package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Words as they are compared: a provider writes one word as Active and active, or as no_show,
 * No-Show and noShow, depending on which of its programs wrote it.
 */
final class WordTable {
  private WordTable() {}

  /** Its letters and digits alone, small; the word itself if it has none. */
  static String plain(String word) {
    StringBuilder plain = new StringBuilder();
    word.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
    return plain.length() == 0 ? word.strip() : plain.toString().toLowerCase(Locale.ROOT);
  }

  /** The entry of a word. */
  static Optional<JsonNode> find(JsonNode table, String word) {
    JsonNode exact = table.get(word);
    if (exact != null) {
      return Optional.of(exact);
    }
    String plain = plain(word);
    return table.properties().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
