package io.bellhop.provider.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts in the body of a refusal. Every provider has its own form, and some have three, so all
 * texts in the body count, wherever they are.
 *
 * @param form whether the body is in the API's own form: JSON, unlike the page of a proxy
 * @param codes texts of one word, as in {@code ip_blocked}, in plain form
 * @param texts all texts, in plain form
 * @param shown the first text that is certainly a code and not part of a record; empty if there is
 *     none
 */
record ErrorBody(Form form, Set<String> codes, List<String> texts, String shown) {
  private record Word(String element, String text) {}

  enum Form {
    JSON,
    EMPTY,
    OTHER
  }

  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{1,79}");

  private static final Pattern SURELY_A_CODE =
      Pattern.compile("[a-z0-9]{1,20}(_[a-z0-9]{1,20}){1,4}|[A-Z0-9]{1,20}(_[A-Z0-9]{1,20}){1,4}");

  /** Elements whose text Bellhop may show; others may contain anything, even a token. */
  private static final Pattern SAYS_WHY =
      Pattern.compile("(?i).*(error|code|reason|status|message|detail|title)s?");

  /** A refusal is short; a longer body echoes the request. */
  private static final int MOST_TEXTS = 100;

  private static final int LONGEST_TEXT = 300;

  static ErrorBody of(byte[] body, ObjectMapper mapper) {
    JsonNode json = json(body, mapper);
    return json != null && json.isContainerNode()
        ? of(json)
        : new ErrorBody(isBlank(body) ? Form.EMPTY : Form.OTHER, Set.of(), List.of(), "");
  }

  static ErrorBody of(JsonNode json) {
    Set<String> codes = new LinkedHashSet<>();
    List<String> texts = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    collect("", json, words);
    for (Word word : words) {
      texts.add(StatusCodes.plain(word.text()));
      if (CODE.matcher(word.text()).matches()) {
        codes.add(StatusCodes.plain(word.text()));
      }
    }
    String shown =
        words.stream()
            .filter(word -> SAYS_WHY.matcher(word.element()).matches())
            .map(Word::text)
            .filter(SURELY_A_CODE.asMatchPredicate())
            .findFirst()
            .orElse("");
    return new ErrorBody(Form.JSON, codes, texts, shown);
  }

  boolean isOwn() {
    return form == Form.JSON;
  }

  /**
   * @param element the nearest element with a name
   */
  private static void collect(String element, JsonNode node, List<Word> words) {
    if (node.isTextual() && words.size() < MOST_TEXTS && node.asText().length() <= LONGEST_TEXT) {
      words.add(new Word(element, node.asText()));
    }
    if (node.isObject()) {
      node.properties().forEach(one -> collect(one.getKey(), one.getValue(), words));
    } else {
      node.forEach(inner -> collect(element, inner, words));
    }
  }

  private static JsonNode json(byte[] body, ObjectMapper mapper) {
    try {
      return mapper.readTree(body);
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
