package io.bellhop.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gathers what is wrong with the fields of a request, so that the caller gets all of it at once.
 */
public final class FieldFaults {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");

  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  public void add(String field, String what) {
    faults.computeIfAbsent(field, f -> new ArrayList<>(1)).add(what);
  }

  /**
   * Adds what is wrong with a name that the caller gave: the caller must find its slip. A text that
   * is no name, which may be anything, is not repeated.
   *
   * @param part of the request that it stands in, for names that are not repeated
   */
  public void addName(String part, String name, String what) {
    boolean shown = NAME.matcher(name).matches();
    add(shown ? name : part, shown ? what : "has a name that " + what);
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /**
   * @throws InvalidFieldsException if anything was wrong
   */
  public void check() {
    if (!isEmpty()) {
      throw new InvalidFieldsException(faults);
    }
  }
}
