package io.bellhop.message;

import java.time.Instant;
import java.util.UUID;

/**
 * What is kept of a message: never its text.
 *
 * @param request a hash of the message with its key
 * @param providerId the provider's id of it; null if it named none, or if it is not known to be
 *     sent
 * @param sentAt null if it is not known to be sent
 * @param repeated whether it had been sent before this call
 */
public record SentMessage(
    UUID id,
    String request,
    State state,
    String providerId,
    Instant createdAt,
    Instant sentAt,
    boolean repeated) {
  /** How far it has come. */
  enum State {
    BEGUN,
    SENT,
    UNKNOWN
  }
}
