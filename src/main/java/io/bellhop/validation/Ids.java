package io.bellhop.validation;

import java.util.UUID;

/** Reads ids as strictly as they are written: the JDK also takes "1-1-1-1-1". */
public final class Ids {
  private Ids() {}

  /**
   * @return null if it is not a UUID
   */
  public static UUID uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
