package io.bellhop.tool.demo;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.tool.fixture.ScriptNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes another document of a fixture: fixtures know nothing of each other, and in the demo
 * one record has a life.
 *
 * @param copy target and source; copied first, so that a document may contain its earlier state
 * @param remove the paths to remove
 * @param set the new values by their paths
 */
record FixtureEdits(
    ScriptNode script, Map<String, JsonNode> copy, List<String> remove, Map<String, JsonNode> set) {
  static final Set<String> FIELDS = Set.of("copy", "remove", "set");

  static FixtureEdits of(ScriptNode script) {
    return new FixtureEdits(
        script, script.values("copy"), script.texts("remove"), script.values("set"));
  }

  ObjectNode apply(ObjectNode document) {
    ObjectNode edited = document.deepCopy();
    copy.forEach((to, from) -> put(edited, to, value(edited, from.asText())));
    remove.forEach(at -> parent(edited, at).remove(last(at)));
    set.forEach((at, value) -> put(edited, at, value));
    return edited;
  }

  private JsonNode value(ObjectNode document, String at) {
    JsonNode value = document.at(pointer(at));
    if (value.isMissingNode()) {
      throw script.wrong("there is nothing in the document at " + at);
    }
    return value.deepCopy();
  }

  private void put(ObjectNode document, String at, JsonNode value) {
    parent(document, at).set(last(at), value);
  }

  private ObjectNode parent(ObjectNode document, String at) {
    if (document.at(pointer(at).head()) instanceof ObjectNode parent) {
      return parent;
    }
    throw script.wrong("there is nothing in the document that could have " + at);
  }

  private String last(String at) {
    return pointer(at).last().getMatchingProperty();
  }

  private JsonPointer pointer(String text) {
    if (text.length() < 2 || text.charAt(0) != '/') {
      throw script.wrong(text + " must be a JSON pointer, as /data/id");
    }
    return JsonPointer.compile(text);
  }
}
