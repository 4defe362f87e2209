package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A route template: its parameters with their defaults, "" for none. */
record Template(RouteFile file, YamlNode node, Map<String, String> defaults, Set<String> required) {
  static Template of(RouteFile file, YamlNode node) {
    Map<String, String> defaults = new TreeMap<>();
    Set<String> required = new TreeSet<>();
    for (YamlNode parameter : node.get("parameters").items()) {
      String name = parameter.get("name").text();
      defaults.put(name, parameter.get("defaultValue").text());
      if (!parameter.get("defaultValue").isThere()
          && !parameter.get("required").text().equals("false")) {
        required.add(name);
      }
    }
    return new Template(file, node, defaults, required);
  }

  String id() {
    return node.get("id").text();
  }

  /** The names of its own beans, which routes write as a placeholder. */
  List<String> beans() {
    return node.get("beans").items().stream().map(bean -> bean.get("name").text()).toList();
  }

  /** A route that a templatedRoute makes from a template. */
  record Use(RouteFile file, YamlNode node) {
    String template() {
      return node.get("routeTemplateRef").text();
    }

    YamlNode parameters() {
      return node.get("parameters");
    }

    Map<String, String> values() {
      Map<String, String> values = new TreeMap<>();
      for (YamlNode parameter : parameters().items()) {
        values.put(parameter.get("name").text(), parameter.get("value").text());
      }
      return values;
    }

    /** The line of a parameter; the route's own line if it is missing. */
    int lineOf(String name) {
      return parameters().items().stream()
          .map(parameter -> parameter.get("name"))
          .filter(given -> given.text().equals(name))
          .findFirst()
          .map(YamlNode::line)
          .orElse(node.line());
    }

    String value(String name) {
      return values().getOrDefault(name, "");
    }
  }
}
