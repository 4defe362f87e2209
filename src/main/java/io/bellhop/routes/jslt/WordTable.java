package io.bellhop.routes.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.json.PlainWord;
import java.util.Map;
import java.util.Optional;

/** Finds the meaning of a word regardless of case and punctuation. */
final class WordTable {
  private WordTable() {}

  /** The entry of a word. */
  static Optional<JsonNode> find(JsonNode table, String word) {
    JsonNode exact = table.get(word);
    if (exact != null) {
      return Optional.of(exact);
    }
    String plain = PlainWord.of(word);
    return table.properties().stream()
        .filter(entry -> PlainWord.of(entry.getKey()).equals(plain))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
