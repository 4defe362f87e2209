package io.bellhop.tool.cli;

import io.bellhop.config.Suggestions;
import java.util.Collection;
import java.util.List;

/** What someone may have meant who typed a name that there is not. */
final class ArgumentSuggestion {
  private static final int MOST_LISTED = 3;

  private ArgumentSuggestion() {}

  /** A few names, those first that are most like it; all of them if they are few. */
  static String of(String typed, Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    List<String> near = Suggestions.sorted(typed, known).stream().limit(MOST_LISTED).toList();
    return known.size() <= MOST_LISTED
        ? "there is " + String.join(", ", near)
        : "near it are " + String.join(", ", near);
  }
}
