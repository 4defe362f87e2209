package io.bellhop.provider.pause;

/**
 * A call that failed because of the account rather than of a record.
 *
 * @param part the calls to pause: a path as the route writes it; empty for all of the account
 * @param cause the path of the call
 * @param detail the API's answer, without personal data
 * @param certain whether this failure alone justifies an event; otherwise a probe must confirm it
 */
public record ApiRefusal(
    String part, String cause, PauseReason reason, String detail, boolean certain) {
  /** All calls of the account. */
  public static final String WHOLE = "";
}
