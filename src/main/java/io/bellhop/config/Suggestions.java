package io.bellhop.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The known names that a user may have meant by an unknown one: one rule for routes, options and
 * the API.
 */
public final class Suggestions {
  private static final int MAX_SUGGESTIONS = 3;

  /** A longer list would hide the name that the user meant. */
  private static final int MAX_LISTED = 30;

  /** Almost every name contains a part of one or two letters. */
  private static final int MIN_PART = 3;

  private static final int NOT_NEAR = Integer.MAX_VALUE;

  private Suggestions() {}

  /** The known names that the user probably meant, the nearest first; none if none is similar. */
  public static List<String> of(String name, Collection<String> known) {
    return sorted(name, known).stream()
        .filter(other -> rank(name, other) < NOT_NEAR)
        .limit(MAX_SUGGESTIONS)
        .toList();
  }

  /** All known names, the most similar first. */
  public static List<String> sorted(String name, Collection<String> known) {
    return known.stream()
        .sorted(
            Comparator.comparingInt((String other) -> rank(name, other))
                .thenComparing(other -> EditDistance.between(name, other))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /**
   * The fault of an unknown name, as the rest of a sentence that begins with it.
   *
   * @param known may be empty
   */
  public static String unknown(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return "is unknown; "
        + (near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ")
        + (known.isEmpty() ? "none is known here" : "known are " + String.join(", ", known));
  }

  /** The fault of an unknown word in a choice of words. */
  public static String notOneOf(String word, Collection<String> words) {
    List<String> near = of(word, words);
    return "must be one of "
        + String.join(", ", words)
        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }

  /** Asks whether the user meant the nearest name; empty if none is similar. */
  public static Optional<String> question(String name, Collection<String> known) {
    return of(name, known).stream().findFirst().map(near -> "did you mean " + near + "?");
  }

  /** Asks whether the user meant the nearest name, or else lists all names. */
  public static String questionOrAll(String name, Collection<String> known) {
    return question(name, known)
        .orElseGet(
            () ->
                known.isEmpty() || known.size() > MAX_LISTED
                    ? "no such name is known here"
                    : "there are " + String.join(", ", known));
  }

  /** A few names, the most similar first; all of them if they are few. */
  public static String few(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    List<String> near = sorted(name, known).stream().limit(MAX_SUGGESTIONS).toList();
    return (known.size() <= MAX_SUGGESTIONS ? "there is " : "near it are ")
        + String.join(", ", near);
  }

  /** Equal except for case and punctuation, then a few wrong letters, then a part of the other. */
  private static int rank(String name, String known) {
    String one = bare(name);
    String other = bare(known);
    int distance = EditDistance.between(one, other);
    if (distance <= Math.max(2, one.length() / 3) && distance < Math.max(2, other.length())) {
      return distance;
    }
    boolean part =
        one.length() >= MIN_PART && other.contains(one)
            || other.length() >= MIN_PART && one.contains(other);
    return part ? one.length() + other.length() : NOT_NEAR;
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
