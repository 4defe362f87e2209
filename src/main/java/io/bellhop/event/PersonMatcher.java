package io.bellhop.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides whether two names without an id belong to one person. Sources write a name in capitals,
 * without accents, with a typing error, with an initial, or without a second name, and people
 * change their last name. A different first name means another person, even in the same family.
 */
final class PersonMatcher {
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Shorter names that differ by one letter may belong to two people, such as Ann and Ian. */
  private static final int LEAST_FOR_SLIPS = 4;

  private PersonMatcher() {}

  /** Whether an object describes a person, and not something else that has a name. */
  static boolean isPerson(JsonNode object) {
    return object.has("nameFirst")
        || object.has("nameLast")
        || object.has("emails")
        || object.has("mobileNumbers");
  }

  static boolean same(String old, String now) {
    List<String> before = words(old);
    List<String> after = words(now);
    if (before.isEmpty() || after.isEmpty()) {
      return before.equals(after);
    }
    boolean isPart = before.size() < after.size() ? areAll(before, after) : areAll(after, before);
    return isPart || isLike(before.get(0), after.get(0));
  }

  private static List<String> words(String name) {
    String bare = RecordTerms.withoutMarks(name).toLowerCase(Locale.ROOT).replace("ß", "ss");
    return Arrays.stream(NO_LETTERS.split(bare)).filter(word -> !word.isEmpty()).toList();
  }

  private static boolean areAll(List<String> some, List<String> all) {
    return some.stream().allMatch(word -> all.stream().anyMatch(other -> isLike(word, other)));
  }

  private static boolean isLike(String one, String other) {
    String shorter = one.length() <= other.length() ? one : other;
    String longer = shorter == one ? other : one;
    boolean isInitial = shorter.length() == 1 && longer.startsWith(shorter);
    boolean isShortForm = shorter.length() >= LEAST_FOR_SLIPS && longer.startsWith(shorter);
    return one.equals(other) || isInitial || isShortForm || differsByASlip(shorter, longer);
  }

  /** Whether one letter is missing or different, or is swapped with the next one. */
  private static boolean differsByASlip(String shorter, String longer) {
    if (shorter.length() < LEAST_FOR_SLIPS || longer.length() - shorter.length() > 1) {
      return false;
    }
    int start = 0;
    while (start < shorter.length() && shorter.charAt(start) == longer.charAt(start)) {
      start++;
    }
    String left = shorter.substring(start);
    String right = longer.substring(start);
    if (right.length() > left.length()) {
      return right.substring(1).equals(left);
    }
    boolean isSwapped =
        left.length() > 1
            && left.charAt(0) == right.charAt(1)
            && left.charAt(1) == right.charAt(0)
            && left.substring(2).equals(right.substring(2));
    return isSwapped || left.substring(1).equals(right.substring(1));
  }
}
