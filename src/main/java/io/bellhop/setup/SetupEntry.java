package io.bellhop.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.ConfigException;
import io.bellhop.validation.InvalidFieldsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One account or subscription of a file, or of another declaration.
 *
 * @param place its place in the declaration, such as {@code subscriptions[2]}
 */
record SetupEntry(SetupFaults source, String place, ObjectNode attributes) {
  /** A text or number as text; null if it is missing. */
  String text(String field) {
    JsonNode value = attributes.path(field);
    return value.isTextual() || value.isNumber() ? value.asText().strip() : null;
  }

  /** The planned resource, with the names of the fields that the entry sets. */
  <T> PlannedEntry<T> planned(T wanted) {
    List<String> names = new ArrayList<>();
    attributes.fieldNames().forEachRemaining(names::add);
    return new PlannedEntry<>(wanted, String.join(", ", names));
  }

  /** Reads the attributes with a form. */
  <T> T read(Supplier<T> form) {
    try {
      return form.get();
    } catch (InvalidFieldsException e) {
      Map.Entry<String, List<String>> first = e.faults().entrySet().iterator().next();
      long more = e.faults().values().stream().mapToLong(List::size).sum() - 1;
      throw fault(
          first.getKey(), first.getValue().get(0) + (more == 0 ? "" : " (and " + more + " more)"));
    }
  }

  ConfigException fault(String field, String what) {
    return source.fault(place + "." + field, what);
  }

  ConfigException fault(String what) {
    return source.fault(place, what);
  }
}
