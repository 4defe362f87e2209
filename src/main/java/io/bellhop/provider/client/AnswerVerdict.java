package io.bellhop.provider.client;

import io.bellhop.provider.pause.PauseReason;

/**
 * The meaning of an answer of a provider's API.
 *
 * @param reason the reason for a pause, if the account is the cause; null otherwise
 * @param text a description of the answer for logs and users, without text from the API
 */
record AnswerVerdict(Kind kind, PauseReason reason, String text) {
  enum Kind {
    /** The API returned what the call requested. */
    ANSWERED,
    /** The record does not exist, or not yet. */
    NOT_FOUND,
    /** The API permanently refuses the record or the form of the request. */
    RECORD,
    /** The account may not make this kind of call; its other calls continue. */
    PART,
    /** The token is no longer valid, or the credentials were never valid. */
    TOKEN,
    /** The API refuses the account or Bellhop's address. */
    ACCOUNT,
    /** Too many calls. */
    LIMIT,
    /** The API does not work at the moment. */
    OUTAGE
  }

  static final AnswerVerdict ANSWERED = new AnswerVerdict(Kind.ANSWERED, null, "");

  boolean is(Kind other) {
    return kind == other;
  }
}
