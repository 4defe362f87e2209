package io.bellhop.tool.check;

import io.bellhop.config.Suggestions;
import java.util.Collection;
import java.util.Optional;

/** What somebody may have meant who wrote a name that there is not. */
final class Suggestion {
  private static final int MOST_LISTED = 30;

  private Suggestion() {}

  /** The name that is almost the same, or else all that there are. */
  static String of(String name, Collection<String> known) {
    return near(name, known)
        .orElseGet(
            () ->
                known.isEmpty() || known.size() > MOST_LISTED
                    ? "Camel knows no such name here"
                    : "there are " + String.join(", ", known));
  }

  static Optional<String> near(String name, Collection<String> known) {
    return Suggestions.of(name, known).stream()
        .findFirst()
        .map(near -> "did you mean " + near + "?");
  }
}
