package io.bellhop.failure;

/**
 * The provider's API refuses this record: 404, 403 and similar statuses. A route may continue
 * without the answer; otherwise Bellhop emits the event as a FAILURE once the refusal is certain.
 */
public class ApiRejectedException extends RuntimeException {
  private final String code;
  private final boolean doubtful;

  /** For routes: an answer that states in its body that the record does not exist. */
  public ApiRejectedException(String message) {
    this("404", message);
  }

  /**
   * @param code the HTTP status, or why no call was made
   */
  public ApiRejectedException(String code, String message) {
    this(code, message, false);
  }

  /**
   * @param doubtful whether the API may have refused the credentials, instead of the record
   */
  public ApiRejectedException(String code, String message, boolean doubtful) {
    super(message);
    this.code = code;
    this.doubtful = doubtful;
  }

  /** Whether a retry may succeed: the record does not exist yet, or the token is new. */
  public boolean mayPass() {
    return gone() || doubtful;
  }

  /** Whether the record does not exist, as opposed to one that the account may not read. */
  public boolean gone() {
    return isGone(code);
  }

  /**
   * @param code null if the API has not refused
   */
  public static boolean isGone(String code) {
    return "404".equals(code) || "410".equals(code);
  }

  /** The HTTP status, or why no call was made. */
  public String code() {
    return code;
  }
}
