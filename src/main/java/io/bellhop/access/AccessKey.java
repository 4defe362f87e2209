package io.bellhop.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;

/**
 * A key of the API, without its text.
 *
 * @param workspaceId the only workspace that the key sees; null for all
 */
public record AccessKey(
    UUID id, String name, String workspaceId, Role role, Hashes hashes, Times times) {
  /**
   * The hashes that identify its text.
   *
   * @param current the SHA-256 of the key in hex: a key has 256 random bits, so it cannot be
   *     guessed
   * @param previous the hash of the key before a rotation, which stays valid until {@code
   *     previousUntil}; null if there is none
   */
  public record Hashes(String current, String previous, Instant previousUntil) {
    /** Whether a hash is one of them, in constant time. */
    boolean has(byte[] given, Instant now) {
      boolean isKey = isEqual(given, current);
      boolean wasKey = previous != null && now.isBefore(previousUntil) && isEqual(given, previous);
      return isKey || wasKey;
    }

    private static boolean isEqual(byte[] given, String hash) {
      return MessageDigest.isEqual(given, hash.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * @param expiresAt null if the key never expires
   * @param lastUsedAt null if the key was never used
   */
  public record Times(
      Instant createdAt, Instant updatedAt, Instant expiresAt, Instant lastUsedAt) {}

  Caller caller() {
    return new Caller(id, name, workspaceId, role);
  }

  boolean isExpired(Instant now) {
    return times.expiresAt != null && !now.isBefore(times.expiresAt);
  }

  AccessKey rotated(String newHash, Instant overlapUntil, Instant now) {
    return new AccessKey(
        id,
        name,
        workspaceId,
        role,
        new Hashes(newHash, hashes.current, overlapUntil),
        new Times(times.createdAt, now, times.expiresAt, times.lastUsedAt));
  }
}
