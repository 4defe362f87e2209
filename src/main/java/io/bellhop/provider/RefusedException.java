package io.bellhop.provider;

/**
 * The provider's API refuses for good: 404, 403 and their like. A route may go on without what it
 * asked for; otherwise the event goes out as a FAILURE.
 */
public final class RefusedException extends RuntimeException {
  private final String code;

  /** For routes: an answer that says by itself that there is no such record. */
  public RefusedException(String message) {
    this("404", message);
  }

  /**
   * @param code the HTTP status, or why no call was made
   */
  public RefusedException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The HTTP status, or why no call was made. */
  public String code() {
    return code;
  }
}
