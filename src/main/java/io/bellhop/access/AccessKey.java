package io.bellhop.access;

import java.time.Instant;
import java.util.UUID;

/**
 * A key of the API, without the key itself.
 *
 * @param workspaceId the only workspace that it sees; null: all
 * @param hash the SHA-256 of the key in hex: a key has 256 random bits, so there is nothing to
 *     guess
 * @param previousHash that of the key before a rotation, which opens the API until {@code
 *     previousUntil}; null if there is none
 * @param expiresAt null: never
 * @param lastUsedAt null: not yet
 */
public record AccessKey(
    UUID id,
    String name,
    String workspaceId,
    Role role,
    String hash,
    String previousHash,
    Instant previousUntil,
    Instant expiresAt,
    Instant lastUsedAt,
    Instant createdAt,
    Instant updatedAt) {

  Caller caller() {
    return new Caller(id, name, workspaceId, role);
  }

  boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Whether the key before the rotation opens the API. */
  boolean takesPrevious(Instant now) {
    return previousHash != null && now.isBefore(previousUntil);
  }

  AccessKey rotated(String newHash, Instant overlapUntil, Instant now) {
    return new AccessKey(
        id,
        name,
        workspaceId,
        role,
        newHash,
        hash,
        overlapUntil,
        expiresAt,
        lastUsedAt,
        createdAt,
        now);
  }
}
