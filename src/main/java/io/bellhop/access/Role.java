package io.bellhop.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The permissions of a key; each role includes the previous ones. */
public enum Role {
  /** Sees everything of its workspace. */
  READ,
  /** Repeats failed work: replays, retries, syncs and registrations. */
  OPERATE,
  /** Creates, changes and deletes. */
  ADMIN;

  public static final List<String> WORDS = Arrays.stream(values()).map(Role::word).toList();

  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
