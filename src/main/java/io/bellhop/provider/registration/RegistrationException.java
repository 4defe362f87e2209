package io.bellhop.provider.registration;

import java.util.List;
import java.util.Map;

/** A failed call, with instructions for the user. Its texts contain no secret. */
public final class RegistrationException extends RuntimeException {
  private final int status;
  private final String code;
  private final transient Map<String, List<String>> details;
  private final long retryAfterSeconds;

  private RegistrationException(
      int status,
      String code,
      String title,
      Map<String, List<String>> details,
      long retryAfterSeconds) {
    super(title, null, false, false);
    this.status = status;
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The operator must correct something first. */
  static RegistrationException refused(String code, String title) {
    return refused(code, title, Map.of());
  }

  static RegistrationException refused(
      String code, String title, Map<String, List<String>> details) {
    return new RegistrationException(422, code, title, details, 0);
  }

  /** The same call may succeed later. */
  static RegistrationException later(String code, String title, long retryAfterSeconds) {
    return new RegistrationException(503, code, title, Map.of(), Math.max(1, retryAfterSeconds));
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public Map<String, List<String>> details() {
    return details;
  }

  /** 0 if a retry is useless. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
