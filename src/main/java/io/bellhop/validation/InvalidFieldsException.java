package io.bellhop.validation;

import java.util.List;
import java.util.Map;

/** Attributes that the API would answer with 422. Its texts do not quote values. */
public final class InvalidFieldsException extends RuntimeException {
  private final transient Map<String, List<String>> faults;

  InvalidFieldsException(Map<String, List<String>> faults) {
    super("invalid attributes: " + faults, null, false, false);
    this.faults = faults;
  }

  /** The faults, by attribute. */
  public Map<String, List<String>> faults() {
    return faults;
  }
}
