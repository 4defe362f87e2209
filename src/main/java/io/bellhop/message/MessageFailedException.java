package io.bellhop.message;

import java.time.Instant;

/**
 * Bellhop did not send a message, or does not know whether it did. The text does not quote the
 * message.
 */
public final class MessageFailedException extends RuntimeException {
  /** What the caller can do. */
  public enum Reason {
    /** Nothing: the provider has no API for it, or its folder no route. */
    NOT_SUPPORTED,
    /** Use another key, because an earlier message used this one. */
    OTHER_MESSAGE,
    /** Ask again with the same key, because the first call has not ended. */
    UNDER_WAY,
    /** As for {@link #UNKNOWN}, for the call that caused it. */
    NO_ANSWER,
    /** Check the conversation before sending the message with another key. */
    UNKNOWN,
    /** Correct something, and use the same key again. */
    REFUSED,
    /** Send it later, with the same key. */
    LATER
  }

  private final Reason reason;
  private final transient Instant at;

  /**
   * @param at when to ask again; null if unknown
   */
  MessageFailedException(Reason reason, String text, Instant at) {
    super(text, null, false, false);
    this.reason = reason;
    this.at = at;
  }

  MessageFailedException(Reason reason, String text) {
    this(reason, text, null);
  }

  public Reason reason() {
    return reason;
  }

  public Instant at() {
    return at;
  }
}
