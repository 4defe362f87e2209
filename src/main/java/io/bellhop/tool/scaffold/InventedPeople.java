package io.bellhop.tool.scaffold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** Replaces real people in a sample: a fixture is committed, and everybody can read it. */
final class InventedPeople {
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("firstname", "Ida"),
          Map.entry("lastname", "Winter"),
          Map.entry("fullname", "Ida Winter"),
          Map.entry("guestname", "Ida Winter"),
          Map.entry("guest.name", "Ida Winter"),
          Map.entry("customer.name", "Ida Winter"),
          Map.entry("phone", "+1 555 0100"),
          Map.entry("phonenumber", "+1 555 0100"),
          Map.entry("guestphone", "+1 555 0100"),
          Map.entry("mobile", "+1 555 0100"),
          Map.entry("tel", "+1 555 0100"),
          Map.entry("telephone", "+1 555 0100"));

  private InventedPeople() {}

  /** Changes texts that look like a guest's name, e-mail address or telephone number. */
  static void in(ObjectNode object) {
    in(object, "");
  }

  private static void in(ObjectNode object, String name) {
    object
        .properties()
        .forEach(
            field -> {
              String own = bare(field.getKey());
              if (field.getValue() instanceof ObjectNode inner) {
                in(inner, own);
              } else if (field.getValue().isTextual()) {
                String invented = INSTEAD.getOrDefault(own, INSTEAD.get(name + "." + own));
                if (invented != null) {
                  field.setValue(object.textNode(invented));
                } else if (field.getValue().textValue().matches("\\S+@\\S+\\.\\S+")) {
                  field.setValue(object.textNode("ida@example.com"));
                }
              }
            });
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
