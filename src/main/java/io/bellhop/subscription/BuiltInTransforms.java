package io.bellhop.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Resources;
import io.bellhop.config.Suggestions;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The transforms that come with Bellhop: they write reservations in standard formats. A
 * subscription names one in place of an expression. Thread-safe.
 */
public final class BuiltInTransforms {
  public static final List<String> NAMES =
      List.of("htng-express/Reservation", "schema.org/LodgingReservation");

  /** Expressions never have this form. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z.-]+/[a-zA-Z]+");

  private BuiltInTransforms() {}

  /** Whether the text is a name and not an expression, even of an unknown transform. */
  static boolean isName(String transform) {
    return NAME.matcher(transform).matches();
  }

  /** The fault of a name; null if there is such a transform. */
  static String fault(String name) {
    return NAMES.contains(name) ? null : Suggestions.unknown(name, NAMES);
  }

  /** Whether a transform can write the event: the standards cover reservations only. */
  static boolean fits(String transform, JsonNode event) {
    return transform == null
        || !NAMES.contains(transform)
        || event.at("/hook/eventType").asText().startsWith("reservation.");
  }

  /** The expression of a transform. */
  static String expression(String transform) {
    if (!NAMES.contains(transform)) {
      return transform;
    }
    return Resources.text(BuiltInTransforms.class, "transforms/" + transform + ".jslt");
  }
}
