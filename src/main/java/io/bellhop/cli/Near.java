package io.bellhop.cli;

import io.bellhop.config.NearNames;
import java.util.Collection;
import java.util.List;

/** What someone may have meant who typed a name that there is not. */
final class Near {
  private static final int MOST_LISTED = 3;

  private Near() {}

  /** A few names that are like it; all of them if they are few, or if none is like it. */
  static String of(String typed, Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    List<String> near = NearNames.of(typed, known);
    if (known.size() <= MOST_LISTED || near.isEmpty()) {
      return (known.size() == 1 ? "there is " : "there are ") + String.join(", ", known);
    }
    return "near it are " + String.join(", ", near);
  }
}
