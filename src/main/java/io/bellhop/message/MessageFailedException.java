package io.bellhop.message;

import java.time.Instant;

/** A message did not go out, or it is not known whether it did. Its text holds no message. */
public final class MessageFailedException extends RuntimeException {
  /** What the caller can do. */
  public enum Reason {
    /** Nothing: the provider has no API for it, or no route of its folder. */
    NOT_SUPPORTED,
    /** Use another key: this one belongs to another message. */
    OTHER_MESSAGE,
    /** Ask again with the same key: the first call has not ended. */
    UNDER_WAY,
    /** The same as of {@link #UNKNOWN}: this call has made it so. */
    NO_ANSWER,
    /** Look into the conversation before the message is sent with another key. */
    UNKNOWN,
    /** Put something right; the same key may be used again. */
    REFUSED,
    /** Send it later, with the same key. */
    LATER
  }

  private final Reason reason;
  private final transient Instant at;

  /**
   * @param at when to ask again; null if that is not known
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
