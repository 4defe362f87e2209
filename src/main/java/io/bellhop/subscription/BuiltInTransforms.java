package io.bellhop.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.config.Resources;
import io.bellhop.config.Suggestions;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The transforms that come with Bellhop: reservations as standards write them. A subscription names
 * one in place of an expression. Thread-safe.
 */
public final class BuiltInTransforms {
  public static final List<String> NAMES =
      List.of("htng-express/Reservation", "schema.org/LodgingReservation");

  /** No expression looks so. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z.-]+/[a-zA-Z]+");

  private BuiltInTransforms() {}

  /** Whether it is a name, and no expression; there need not be a transform of this name. */
  static boolean isName(String transform) {
    return NAME.matcher(transform).matches();
  }

  /** What is wrong with a name; null if there is a transform of this name. */
  static String fault(String name) {
    return NAMES.contains(name) ? null : Suggestions.unknown(name, NAMES);
  }

  /** Whether an event can be written so: the standards have words for reservations alone. */
  static boolean fits(String transform, JsonNode event) {
    return transform == null
        || !NAMES.contains(transform)
        || event.at("/hook/eventType").asText().startsWith("reservation.");
  }

  /** The expression that a transform stands for. */
  static String expression(String transform) {
    if (!NAMES.contains(transform)) {
      return transform;
    }
    return Resources.text(BuiltInTransforms.class, "transforms/" + transform + ".jslt");
  }
}
