package io.bellhop.message;

import java.time.Instant;
import java.util.UUID;

/**
 * The record of a message, without its text.
 *
 * @param request a hash of the message with its key
 * @param providerId the provider's id of the message; null if unknown
 * @param sentAt null if it may not have been sent
 * @param repeated whether an earlier call had sent it
 */
public record SentMessage(
    UUID id,
    String request,
    State state,
    String providerId,
    Instant createdAt,
    Instant sentAt,
    boolean repeated) {
  enum State {
    BEGUN,
    SENT,
    UNKNOWN
  }
}
