package io.bellhop.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects the faults of the fields of a request, so that the caller gets all of them at once. */
public final class FieldFaults {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");

  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  public void add(String field, String what) {
    faults.computeIfAbsent(field, f -> new ArrayList<>(1)).add(what);
  }

  /**
   * Adds the fault of a name from the caller, and quotes the name so that the caller finds the
   * mistake. It does not quote a text that is no name, which may contain anything.
   *
   * @param part the part of the request with the name, for names that are not quoted
   */
  public void addName(String part, String name, String what) {
    boolean shown = NAME.matcher(name).matches();
    add(shown ? name : part, shown ? what : "has a name that " + what);
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /**
   * @throws InvalidFieldsException if there is a fault
   */
  public void check() {
    if (!isEmpty()) {
      throw new InvalidFieldsException(faults);
    }
  }
}
