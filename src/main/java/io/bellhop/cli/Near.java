package io.bellhop.cli;

import io.bellhop.config.Distance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant who typed a name that there is not. */
final class Near {
  private static final int MOST = 3;

  private Near() {}

  /** A few names, those first that hold what was typed; all of them if they are few. */
  static String of(String typed, Collection<String> known) {
    if (known.isEmpty()) {
      return "there are none";
    }
    List<String> near =
        known.stream()
            .sorted(
                Comparator.comparing((String name) -> !name.contains(typed))
                    .thenComparing(name -> Distance.between(typed, name))
                    .thenComparing(name -> name))
            .limit(MOST)
            .toList();
    return known.size() <= MOST
        ? "there is " + String.join(", ", near)
        : "near it are " + String.join(", ", near);
  }
}
