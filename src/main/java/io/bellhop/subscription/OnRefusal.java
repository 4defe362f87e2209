package io.bellhop.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What happens to later events of a record after the subscriber refuses one for its content: with a
 * 4xx that a retry would not change.
 */
public enum OnRefusal {
  /** After three refusals the delivery is a dead letter, and later ones continue. */
  SKIP,
  /** Later ones wait until it is delivered, or a dead letter after all attempts. */
  BLOCK;

  /** The values in the API. */
  public static final List<String> WORDS = Arrays.stream(values()).map(OnRefusal::word).toList();

  public static OnRefusal of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
