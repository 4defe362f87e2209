package io.bellhop.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a key may do; each role may do what those before it may. */
public enum Role {
  /** Sees everything of its workspace. */
  READ,
  /** Repeats what went wrong: replays, retries, syncs and registrations. */
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
