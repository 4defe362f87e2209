package io.bellhop.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON of the API as templates read it: missing names are empty. */
record Item(JsonNode json) {
  static List<Item> listOf(JsonNode array) {
    List<Item> items = new ArrayList<>();
    array.forEach(one -> items.add(new Item(one)));
    return items;
  }

  String id() {
    return json.path("id").asText();
  }

  /**
   * A value as text: an attribute, or the value at a path such as {@code record/id}.
   *
   * @return empty if it is missing
   */
  String text(String path) {
    JsonNode found = find(path);
    return found.isValueNode() && !found.isNull() ? found.asText() : "";
  }

  boolean has(String path) {
    JsonNode found = find(path);
    return found.isContainerNode()
        ? !found.isEmpty()
        : !found.asText("").isEmpty() && !found.isNull();
  }

  boolean is(String path) {
    return find(path).asBoolean();
  }

  long number(String path) {
    return find(path).asLong();
  }

  Item at(String path) {
    return new Item(find(path));
  }

  List<Item> list(String path) {
    return listOf(find(path));
  }

  /** The texts of a list. */
  List<String> texts(String path) {
    List<String> texts = new ArrayList<>();
    find(path).forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** The fields of an object. */
  Map<String, Item> fields(String path) {
    Map<String, Item> fields = new LinkedHashMap<>();
    find(path).properties().forEach(f -> fields.put(f.getKey(), new Item(f.getValue())));
    return fields;
  }

  /** The form for people: a text without its quotes, other JSON with line breaks. */
  String pretty() {
    if (json.isMissingNode() || json.isNull()) {
      return "";
    }
    return json.isTextual() ? json.asText() : json.toPrettyString();
  }

  private JsonNode find(String path) {
    JsonNode from = json.has("attributes") ? json.path("attributes") : json;
    JsonNode found = from;
    for (String name : path.isEmpty() ? new String[0] : path.split("/")) {
      found = found.path(name);
    }
    return found;
  }
}
