package io.bellhop.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The API's answer to a call of the console. */
record ApiReply(int status, JsonNode body) {
  boolean isOk() {
    return status < 300;
  }

  Item item() {
    return new Item(body.path("data"));
  }

  List<Item> items() {
    return Item.listOf(body.path("data"));
  }

  Item meta() {
    return new Item(body.path("meta"));
  }

  /** The error for a person: the title, or the faults of the fields. */
  String fault() {
    JsonNode errors = body.path("errors");
    List<String> faults = new ArrayList<>();
    errors
        .path("details")
        .properties()
        .forEach(
            field ->
                field.getValue().forEach(text -> faults.add(field.getKey() + " " + text.asText())));
    return faults.isEmpty() ? errors.path("title").asText() : String.join("; ", faults);
  }
}
