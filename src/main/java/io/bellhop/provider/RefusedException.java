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

  /** Whether it says that there is no such record, and not only that it is not for us. */
  boolean gone() {
    return code.equals("404") || code.equals("410");
  }

  /** The HTTP status, or why no call was made. */
  public String code() {
    return code;
  }
}
