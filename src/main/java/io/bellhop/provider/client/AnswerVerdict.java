package io.bellhop.provider.client;

import io.bellhop.provider.pause.PauseReason;

/**
 * The meaning of an answer of a provider's API.
 *
 * @param reason why, if the account is the cause; null otherwise
 * @param text the answer in words for logs and users, without text of the API
 */
record AnswerVerdict(Kind kind, PauseReason reason, String text) {
  enum Kind {
    /** The API returned what the call requested. */
    ANSWERED,
    /** There is no such record, perhaps not yet. */
    NOT_FOUND,
    /** The API refuses the record or the form of the request, and will not change its mind. */
    RECORD,
    /** The account must not make this kind of call; its other calls go on. */
    PART,
    /** The token is no longer valid, or the credentials never were. */
    TOKEN,
    /** The API refuses the account or Bellhop's address. */
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
