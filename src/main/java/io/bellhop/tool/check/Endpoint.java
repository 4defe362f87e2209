package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import java.util.Map;

/**
 * An endpoint that a route begins at or calls.
 *
 * @param uri scheme and name, as in {@code direct:bellhop-publish}, without options
 */
record Endpoint(RouteFile file, int line, String uri) {
  static final String DIRECT = "direct:";

  /** Options that belong to the name when an endpoint is written as a mapping. */
  private static final Map<String, String> NAMES =
      Map.of("direct", "name", "platform-http", "path");

  /** Reads both notations: {@code direct:x}, and a mapping of uri and parameters. */
  static Endpoint of(RouteFile file, YamlNode node) {
    String uri = node.isScalar() ? node.text() : node.get("uri").text();
    String option = NAMES.get(uri);
    if (option != null) {
      YamlNode name = node.get("parameters").get(option);
      return new Endpoint(file, name.line(), uri + ":" + name.text());
    }
    int options = uri.indexOf('?');
    return new Endpoint(file, node.line(), options < 0 ? uri : uri.substring(0, options));
  }

  /** Reads the target of an enrich: an expression, usually a constant. */
  static Endpoint ofEnrich(RouteFile file, YamlNode node) {
    YamlNode holder = node.get("expression").isThere() ? node.get("expression") : node;
    YamlNode written =
        holder.get("constant").isThere() ? holder.get("constant") : holder.get("simple");
    return of(file, written.isScalar() ? written : written.get("expression"));
  }

  /** Whether the name is known only when a message comes, or when an option is read. */
  boolean isOpen() {
    return uri.contains("${") || uri.contains("{{");
  }

  /** Without a name it is a case for the schema. */
  boolean isDirect() {
    return uri.startsWith(DIRECT) && uri.length() > DIRECT.length();
  }

  Endpoint with(Map<String, String> parameters) {
    String filled = uri;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      filled = filled.replace("{{" + parameter.getKey() + "}}", parameter.getValue());
    }
    return new Endpoint(file, line, filled);
  }
}
