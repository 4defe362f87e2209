package io.bellhop.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How later events of a record are handled after the subscriber refuses one for its content: a 4xx
 * that another attempt will not change.
 */
public enum OnRefusal {
  /** After three refusals the delivery is dead, and the later ones continue. */
  SKIP,
  /** The later ones wait until it is delivered, or dead after all attempts. */
  BLOCK;

  /** The word for it in the API. */
  public static final List<String> WORDS = Arrays.stream(values()).map(OnRefusal::word).toList();

  public static OnRefusal of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
