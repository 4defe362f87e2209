package io.bellhop.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What someone meant who wrote a name that is not there: one rule for routes, options and API. */
public final class Suggestions {
  private static final int MOST = 3;

  /** Of one or two letters almost every name has a part. */
  private static final int LEAST_PART = 3;

  private static final int NOT_NEAR = Integer.MAX_VALUE;

  private Suggestions() {}

  /** The known names that were probably meant, the nearest first; none if nothing is like it. */
  public static List<String> of(String name, Collection<String> known) {
    return sorted(name, known).stream()
        .filter(other -> rank(name, other) < NOT_NEAR)
        .limit(MOST)
        .toList();
  }

  /** All known names, those first that are most like the name. */
  public static List<String> sorted(String name, Collection<String> known) {
    return known.stream()
        .sorted(
            Comparator.comparingInt((String other) -> rank(name, other))
                .thenComparing(other -> EditDistance.between(name, other))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /**
   * What is wrong with an unknown name, as the rest of a sentence that begins with it.
   *
   * @param known may be empty
   */
  public static String unknown(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return "is unknown; "
        + (near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ")
        + (known.isEmpty() ? "none is known here" : "known are " + String.join(", ", known));
  }

  /** Equal but for case and punctuation, then a few wrong letters, then a part of the other. */
  private static int rank(String name, String known) {
    String one = bare(name);
    String other = bare(known);
    int distance = EditDistance.between(one, other);
    if (distance <= Math.max(2, one.length() / 3) && distance < Math.max(2, other.length())) {
      return distance;
    }
    boolean part =
        one.length() >= LEAST_PART && other.contains(one)
            || other.length() >= LEAST_PART && one.contains(other);
    return part ? one.length() + other.length() : NOT_NEAR;
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
