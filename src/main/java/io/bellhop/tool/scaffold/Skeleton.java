package io.bellhop.tool.scaffold;

import io.bellhop.config.Resources;
import java.util.HashMap;
import java.util.Map;

/** The texts of the sections, each with places such as @provider@ that get their values. */
final class Skeleton {
  private final Map<String, String> values;

  Skeleton(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  Skeleton with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Skeleton(more);
  }

  /** A section with its values; a value of several lines takes the place of its line. */
  String fill(String section) {
    String text = Resources.text(Skeleton.class, section);
    for (Map.Entry<String, String> value : values.entrySet()) {
      String place = "@" + value.getKey() + "@";
      boolean lines = value.getValue().isEmpty() || value.getValue().endsWith("\n");
      text = text.replace(lines ? place + "\n" : place, value.getValue());
    }
    return text;
  }
}
