package io.bellhop.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One event of the log in one readable line. */
final class EventLine {
  private static final int WIDTH = 60;
  private static final int ID_WIDTH = 24;

  private EventLine() {}

  static String of(int sequence, JsonNode event) {
    JsonNode data = event.path("data");
    return String.format(
        "%4d  %-15s %-21s %-24s %s",
        sequence,
        data.path("provider").asText(),
        event.path("hook").path("eventType").asText(),
        end(data.path("record").path("id").asText("-")),
        what(data));
  }

  private static String what(JsonNode data) {
    int deliveries = data.path("sourceEvents").size();
    String text;
    if (data.path("result").asText().equals("FAILURE")) {
      text = "the provider's API refuses it";
    } else if (data.has("changes")) {
      text = changes(data.path("changes"));
    } else if (data.has("previous")) {
      text = "was " + summary(data.path("previous"));
    } else {
      text = summary(data.path("record"));
    }
    return ascii(text + theirs(data)) + (deliveries > 1 ? " (" + deliveries + " webhooks)" : "");
  }

  /** What the provider itself says that changed, in its own words. */
  private static String theirs(JsonNode data) {
    List<String> names = new ArrayList<>();
    data.at("/eventMetadata/changes").fieldNames().forEachRemaining(names::add);
    return names.isEmpty() ? "" : " (theirs: " + String.join(", ", names) + ")";
  }

  /** What is short comes first, and the status before all. */
  private static String changes(JsonNode changes) {
    List<String> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      JsonNode before = change.getValue().path(0);
      JsonNode after = change.getValue().path(1);
      if (before.isContainerNode() || after.isContainerNode()) {
        names.add(change.getKey());
      } else {
        String part = change.getKey() + " " + scalar(before) + " -> " + scalar(after);
        parts.add(change.getKey().equals("status") ? 0 : parts.size(), part);
      }
    }
    parts.addAll(names);
    return shorten(String.join(", ", parts));
  }

  private static String summary(JsonNode record) {
    List<String> parts = new ArrayList<>();
    for (String field : List.of("status", "kind", "arrivalDate", "departureDate", "name", "type")) {
      if (record.path(field).isValueNode()) {
        parts.add(record.path(field).asText());
      }
    }
    if (record.has("totalPrice")) {
      parts.add(record.path("totalPrice").asText() + " " + record.path("currency").asText());
    }
    if (record.has("messages")) {
      parts.add(record.path("messages").size() + " messages");
    }
    record.path("kinds").forEach(kind -> parts.add(kind.asText()));
    for (JsonNode range : record.path("dateRanges")) {
      parts.add(range.path("start").asText() + ".." + range.path("end").asText());
    }
    return shorten(String.join(" ", parts));
  }

  private static String scalar(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "none" : value.asText();
  }

  /** Long ids differ at their end. */
  private static String end(String id) {
    return id.length() <= ID_WIDTH ? id : "..." + id.substring(id.length() - ID_WIDTH + 3);
  }

  private static String shorten(String text) {
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
  }

  /** A console of another encoding shows a question mark anyway; the columns stay straight. */
  private static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
