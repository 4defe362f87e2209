package io.bellhop.subscription;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Selects the events of a subscription: {@code *}, or names separated by {@code ;}, where {@code
 * reservation.*} means all of a kind. Other webhook APIs use the same masks.
 */
public record EventMask(String text) {
  /** A mask with many faults does not need a message for each. */
  private static final int MAX_FAULTS = 10;

  /** The names as written, without blanks and empty parts. */
  public List<String> parts() {
    return Arrays.stream(text.split(";")).map(String::strip).filter(p -> !p.isEmpty()).toList();
  }

  public boolean matches(String eventType) {
    return parts().stream()
        .anyMatch(
            part ->
                part.equals("*")
                    || part.equals(eventType)
                    || part.endsWith(".*")
                        && eventType.startsWith(part.substring(0, part.length() - 1)));
  }

  /**
   * The faults of the mask, without quoting it; none if every part can match an event.
   *
   * @param names the names of events
   */
  public List<String> faults(EventNames names) {
    List<String> parts = parts();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < parts.size() && faults.size() < MAX_FAULTS; i++) {
      if (!names.isPart(parts.get(i))) {
        faults.add(fault(parts.size() == 1 ? "" : "name " + (i + 1) + " ", parts.get(i), names));
      }
    }
    return faults;
  }

  private static String fault(String which, String part, EventNames names) {
    List<String> near = names.near(part);
    return which
        + "is not the name of an event; "
        + (near.isEmpty()
            ? "there are *, " + String.join(", ", names.all())
            : "near ones are " + String.join(", ", near));
  }
}
