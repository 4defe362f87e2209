package io.bellhop.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what a hub knows with what the provider has. */
final class Truth {
  private Truth() {}

  /** Where the two differ: by record, in the fields that a provider's fake speaks of. */
  static List<String> differences(Fake fake, Map<String, JsonNode> known) {
    Map<String, ObjectNode> truth = new TreeMap<>();
    for (Stay stay : fake.standing()) {
      truth.put((stay.hold() ? "block " : "reservation ") + fake.id(stay), fake.truth(stay));
    }
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(truth.keySet());
    keys.addAll(known.keySet());
    for (String key : keys) {
      if (!truth.containsKey(key)) {
        differences.add(key + " is gone at the provider, the hub has it");
      } else if (!known.containsKey(key)) {
        differences.add(key + " is missing in the hub: " + truth.get(key));
      } else {
        fields(key, truth.get(key), known.get(key), differences);
      }
    }
    return differences;
  }

  private static void fields(
      String key, ObjectNode truth, JsonNode known, List<String> differences) {
    truth
        .properties()
        .forEach(
            field -> {
              JsonNode there =
                  field.getKey().equals("guest")
                      ? known.at("/primaryGuest/name")
                      : known.path(field.getKey());
              boolean same =
                  field.getValue().isNull()
                      ? there.isMissingNode()
                      : field.getValue().equals(Applier.SAME, there);
              if (!same) {
                differences.add(
                    key
                        + " "
                        + field.getKey()
                        + " is "
                        + field.getValue()
                        + ", the hub has "
                        + (there.isMissingNode() ? "nothing" : there));
              }
            });
  }
}
