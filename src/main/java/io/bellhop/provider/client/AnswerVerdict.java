package io.bellhop.provider.client;

import io.bellhop.provider.pause.PauseReason;

/**
 * What an answer of a provider's API means.
 *
 * @param reason why, where it is the account's affair; null otherwise
 * @param text what the API answered, in words for logs and users: no text of its own
 */
record AnswerVerdict(Kind kind, PauseReason reason, String text) {
  enum Kind {
    /** It is what was asked for. */
    ANSWERED,
    /** There is no such record, perhaps not yet. */
    NOT_FOUND,
    /** The record is not for us, or was asked for in a wrong way: that will not change. */
    RECORD,
    /** This kind of thing is not for the account; its other calls go on. */
    PART,
    /** The token is no longer valid, or the credentials never were. */
    TOKEN,
    /** The account or our address is turned away. */
    ACCOUNT,
    /** Too many calls. */
    LIMIT,
    /** The API does not work now. */
    OUTAGE
  }

  static final AnswerVerdict ANSWERED = new AnswerVerdict(Kind.ANSWERED, null, "");

  boolean is(Kind other) {
    return kind == other;
  }
}
