package io.bellhop.validation;

import java.util.UUID;

/** Reads only ids in canonical form; the JDK also accepts "1-1-1-1-1". */
public final class Ids {
  private Ids() {}

  /**
   * @return null if the text is not a UUID
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
