package io.bellhop.validation;

import java.util.List;
import java.util.Map;

/** Attributes that the API would answer with 422. No text of it repeats a value. */
public final class InvalidFieldsException extends RuntimeException {
  private final transient Map<String, List<String>> faults;

  InvalidFieldsException(Map<String, List<String>> faults) {
    super("invalid attributes: " + faults, null, false, false);
    this.faults = faults;
  }

  /** What is wrong, by the attribute that it is wrong with. */
  public Map<String, List<String>> faults() {
    return faults;
  }
}
