package io.bellhop.routes.jslt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.json.PlainWord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Maps a provider's words for channels to Bellhop's channels. Comparison ignores case, blanks and
 * punctuation; a star in a word matches any text. An exact word takes precedence over one with a
 * star. Immutable.
 */
final class Channels {
  /**
   * The file of a folder with its channel words: an object with a list of words for each channel.
   */
  static final String FILE = "channels.json";

  static final Set<String> NAMES =
      new TreeSet<>(
          List.of(
              "AIRBNB",
              "VRBO",
              "BOOKING_COM",
              "EXPEDIA",
              "AGODA",
              "GOOGLE",
              "TRIPADVISOR",
              "DIRECT",
              "OWNER",
              "MANUAL",
              "OTHER"));

  static final Channels NONE = new Channels(Map.of(), Map.of());

  private final Map<String, String> words;
  private final Map<Pattern, String> patterns;

  private Channels(Map<String, String> words, Map<Pattern, String> patterns) {
    this.words = words;
    this.patterns = patterns;
  }

  /**
   * Reads a file of channel words.
   *
   * @throws IllegalArgumentException if the file is invalid
   */
  static Channels read(String name, String text, ObjectMapper mapper) {
    try {
      return read(name, mapper.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          name
              + " is not JSON, line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage(),
          e);
    }
  }

  /**
   * Reads an object of channels and their words.
   *
   * @throws IllegalArgumentException if the object is invalid
   */
  static Channels read(String name, JsonNode channels) {
    if (channels == null || !channels.isObject()) {
      throw new IllegalArgumentException(
          name + " must be an object such as {\"AIRBNB\": [\"airbnb\", \"airbnb*\"]}");
    }
    Map<String, String> words = new HashMap<>();
    Map<Pattern, String> patterns = new LinkedHashMap<>();
    channels.properties().forEach(e -> add(name, e.getKey(), e.getValue(), words, patterns));
    return new Channels(words, patterns);
  }

  private static void add(
      String name,
      String channel,
      JsonNode words,
      Map<String, String> byWord,
      Map<Pattern, String> patterns) {
    if (!NAMES.contains(channel)) {
      throw new IllegalArgumentException(
          name + ": there is no channel " + channel + "; there are " + String.join(", ", NAMES));
    }
    if (!words.isArray()) {
      throw new IllegalArgumentException(name + ": " + channel + " must be a list of words");
    }
    for (JsonNode word : words) {
      if (word.asText().contains("*")) {
        patterns.put(pattern(word.asText()), channel);
      } else {
        byWord.put(PlainWord.of(word.asText()), channel);
      }
    }
  }

  private static Pattern pattern(String word) {
    return Pattern.compile(
        Stream.of(word.split("\\*", -1))
            .map(part -> part.isBlank() ? "" : Pattern.quote(PlainWord.of(part)))
            .collect(Collectors.joining(".*")));
  }

  /** The channel of a word, if it is known. */
  Optional<String> find(String word) {
    String plain = PlainWord.of(word);
    return Optional.ofNullable(words.get(plain))
        .or(
            () ->
                patterns.entrySet().stream()
                    .filter(entry -> entry.getKey().matcher(plain).matches())
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  /** Combines both; for a word in both, this one takes precedence. */
  Channels before(Channels others) {
    Map<String, String> all = new HashMap<>(others.words);
    all.putAll(words);
    // A pattern here takes precedence over an exact word there.
    all.keySet().removeIf(word -> !words.containsKey(word) && find(word).isPresent());
    Map<Pattern, String> either = new LinkedHashMap<>(patterns);
    others.patterns.forEach(either::putIfAbsent);
    return new Channels(all, either);
  }
}
