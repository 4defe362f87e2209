package io.bellhop.tool.cli;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes unique names of environment variables from their meaning. */
final class VariableNames {
  private static final int LONGEST = 40;

  private final Map<String, String> meanings = new LinkedHashMap<>();

  /**
   * The placeholder of a value in a set-up file.
   *
   * @param meaning for the reader
   * @param parts of the name
   */
  String placeholder(String meaning, String... parts) {
    String name =
        Stream.of(parts)
            .map(VariableNames::word)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining("_"));
    // A hub takes such a variable for one of its options; and none begins with a digit.
    String base = name.startsWith("BELLHOP_") || !name.matches("[A-Z].*") ? "MY_" + name : name;
    String free = base;
    for (int i = 2; meanings.containsKey(free); i++) {
      free = base + "_" + i;
    }
    meanings.put(free, meaning);
    return "{{env:" + free + "}}";
  }

  /** The meaning of each, in the order of their making. */
  Map<String, String> meanings() {
    return meanings;
  }

  private static String word(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toUpperCase(Locale.ROOT)
            .replaceAll("[^A-Z0-9]+", "_")
            .replaceAll("^_|_$", "");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST).replaceAll("_$", "");
  }
}
