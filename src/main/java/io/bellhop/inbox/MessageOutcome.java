package io.bellhop.inbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The outcome of a message, as a settle writes it into the row.
 *
 * @param attempts including this one
 * @param error the reason, in one line without personal data; null without an error
 * @param dueAt when Bellhop retries a message that stays pending
 * @param eventIds the events of the message
 */
public record MessageOutcome(
    UUID message,
    MessageStatus status,
    int attempts,
    String error,
    Instant dueAt,
    List<UUID> eventIds) {
  /** The length of the column; the text of an exception has no limit of its own. */
  private static final int LONGEST_ERROR = 1000;

  public MessageOutcome {
    if (error != null && error.length() > LONGEST_ERROR) {
      error = error.substring(0, LONGEST_ERROR);
    }
  }

  public static MessageOutcome of(InboxMessage message, MessageStatus status, String error) {
    return new MessageOutcome(message.id(), status, message.attempts() + 1, error, null, List.of());
  }

  public MessageOutcome with(MessageStatus other, List<UUID> events) {
    return new MessageOutcome(message, other, attempts, error, dueAt, events);
  }
}
