package io.bellhop.provider.pause;

/**
 * A call that failed because of the account rather than of a record.
 *
 * @param part the calls that are paused: a path as the route writes it; empty for all of the
 *     account
 * @param cause the path of the call
 * @param detail what the API answered, without anything personal
 * @param certain whether this alone is worth an alarm; otherwise only what a probe confirms is
 */
public record ApiRefusal(
    String part, String cause, PauseReason reason, String detail, boolean certain) {
  /** All calls of the account. */
  public static final String WHOLE = "";
}
