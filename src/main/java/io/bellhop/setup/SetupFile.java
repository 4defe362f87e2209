package io.bellhop.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.ConfigException;
import io.bellhop.config.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A set-up file: a list of integration accounts and a list of subscriptions, each optional. */
record SetupFile(List<SetupEntry> accounts, List<SetupEntry> subscriptions) {
  private static final String ACCOUNTS = "integration_accounts";
  private static final String WEBHOOKS = "webhooks";

  /**
   * @param placeholders returns the value of a placeholder such as {@code env:NAME}; null if there
   *     is none
   * @throws ConfigException if a part is invalid; the message names the place
   */
  static SetupFile read(Path path, UnaryOperator<String> placeholders) {
    YamlReader file = new YamlReader(path, placeholders);
    JsonNode root = file.read();
    if (!root.isObject() && !root.isMissingNode() && !root.isNull()) {
      throw file.fault("the file", "must have " + ACCOUNTS + " and " + WEBHOOKS + ", each a list");
    }
    Set<String> known = new TreeSet<>(Set.of(ACCOUNTS, WEBHOOKS));
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw file.fault(name, Suggestions.unknown(name, known));
              }
            });
    return new SetupFile(
        list(file, root, ACCOUNTS, "integration_account"), list(file, root, WEBHOOKS, "webhook"));
  }

  /**
   * @param type the name of the object that may wrap an item, as in the API
   */
  private static List<SetupEntry> list(YamlReader file, JsonNode root, String name, String type) {
    JsonNode list = root.path(name);
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      throw file.fault(name, "must be a list");
    }
    List<SetupEntry> entries = new ArrayList<>();
    for (JsonNode item : list) {
      String place = name + "[" + entries.size() + "]";
      if (item.size() == 1 && item.path(type).isObject()) {
        entries.add(new SetupEntry(file, place + "." + type, (ObjectNode) item.get(type)));
      } else if (item instanceof ObjectNode attributes) {
        entries.add(new SetupEntry(file, place, attributes));
      } else {
        throw file.fault(place, "must have names and values, as in the API");
      }
    }
    return entries;
  }
}
