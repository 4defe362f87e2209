package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decides whether two objects in two states of a record describe the same thing: the e-mail address
 * of another guest is not this guest's, and the street of another address is not this one's.
 */
final class SubjectMatcher {
  private static final List<String> NAMES = List.of("name", "nameFirst", "nameLast");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private SubjectMatcher() {}

  static boolean same(JsonNode old, JsonNode now) {
    if (old.has("id") && now.has("id")) {
      return old.get("id").asText().equals(now.get("id").asText());
    }
    if (isNamed(old) && isNamed(now)) {
      return sameName(old, now);
    }
    return samePlainFields(old, now);
  }

  private static boolean sameName(JsonNode old, JsonNode now) {
    if (PersonMatcher.isPerson(old) || PersonMatcher.isPerson(now)) {
      return PersonMatcher.same(wholeName(old), wholeName(now));
    }
    return wholeName(old).equals(wholeName(now));
  }

  private static boolean isNamed(JsonNode object) {
    return NAMES.stream().anyMatch(object::has);
  }

  private static String wholeName(JsonNode person) {
    return person.has("name")
        ? plain(person.get("name"))
        : (plain(person.path("nameFirst")) + " " + plain(person.path("nameLast"))).trim();
  }

  /** Sources differ in capitals, blanks and accents. */
  private static String plain(JsonNode name) {
    String bare = RecordTerms.withoutMarks(name.asText()).trim();
    return BLANKS.matcher(bare).replaceAll(" ").toLowerCase(Locale.ROOT);
  }

  private static boolean samePlainFields(JsonNode old, JsonNode now) {
    for (Map.Entry<String, JsonNode> field : now.properties()) {
      JsonNode value = field.getValue();
      if (value.isValueNode()
          && !ClearedField.VALUE.equals(value)
          && old.has(field.getKey())
          && !old.get(field.getKey()).equals(RecordDiff.SAME_VALUE, value)) {
        return false;
      }
    }
    return true;
  }
}
