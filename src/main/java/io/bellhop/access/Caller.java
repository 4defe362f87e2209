package io.bellhop.access;

import java.util.UUID;

/**
 * The caller of the API, identified by the key.
 *
 * @param keyId null for the key of the options or of the first start
 * @param workspace the only one that the key sees; null for all
 */
public record Caller(UUID keyId, String name, String workspace, Role role) {
  /** The key of the options or of the first start: its caller may do everything. */
  public static final Caller FIRST_KEY = new Caller(null, "first key", null, Role.ADMIN);

  public boolean seesAll() {
    return workspace == null;
  }

  /**
   * @param other null for objects of no single workspace
   */
  public boolean sees(String other) {
    return workspace == null || workspace.equals(other);
  }
}
