package io.bellhop.provider.registration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes that a call made at a provider.
 *
 * @param kept the number of Bellhop's webhooks that needed no change
 * @param notes what the user still has to do or to know
 */
public record RegistrationOutcome(
    int made, int changed, int removed, int kept, List<String> notes) {
  /**
   * @param notes the route's variable of this name; null if the route has none
   */
  static RegistrationOutcome of(RegistrationContext done, JsonNode notes) {
    List<String> texts = new ArrayList<>();
    if (notes != null) {
      notes.forEach(note -> texts.add(note.asText()));
    }
    return new RegistrationOutcome(
        done.made().get(), done.changed().get(), done.removed().get(), done.kept().get(), texts);
  }
}
