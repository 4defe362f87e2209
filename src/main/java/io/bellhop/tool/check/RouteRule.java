package io.bellhop.tool.check;

import io.bellhop.config.Suggestions;
import io.bellhop.json.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Routes have an id that begins with the provider's name, a description, and an existing error
 * configuration: Camel treats an unknown one as none, and then failures go unseen.
 */
final class RouteRule implements Rule {
  private static final String CONFIGURATION = "routeConfigurationId";

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (Routes.Route route : routes.routes()) {
      id(route.file(), route.node(), "id", ids, findings);
      if (route.node().get("description").text().isBlank()) {
        findings.add(
            route
                .file()
                .finding(
                    route.node().line(),
                    "the route " + route.id() + " has no description",
                    "say in one sentence what it does")
                .butHarmless());
      }
      if (!route.file().isShared()) {
        configured(route, findings);
      }
    }
    for (Template.Use use : routes.templatedRoutes()) {
      id(use.file(), use.node(), "routeId", ids, findings);
    }
    for (RouteFile file : routes.files()) {
      for (YamlNode from : file.entries("from")) {
        findings.add(
            file.finding(
                from.line(),
                "a from without a route has no id and no error configuration",
                "write - route: {id, description, " + CONFIGURATION + ", from}"));
      }
    }
    configurations(routes, findings);
    return findings;
  }

  private static void id(
      RouteFile file, YamlNode node, String name, Map<String, String> ids, List<Finding> findings) {
    String id = node.get(name).text();
    int line = node.get(name).line();
    String prefix = (file.isShared() ? "bellhop" : file.folder()) + "-";
    if (!id.startsWith(prefix)) {
      findings.add(
          file.finding(
                  line,
                  id.isEmpty()
                      ? "a route without " + name
                      : "the " + name + " " + id + " lacks its provider's prefix",
                  "begin it with " + prefix)
              .butHarmless());
    }
    String other = ids.putIfAbsent(id, file.place(line));
    if (other != null && !id.isEmpty()) {
      findings.add(
          file.finding(line, "the route id " + id + " stands in " + other + " too", "change one"));
    }
  }

  private static void configured(Routes.Route route, List<Finding> findings) {
    if (!route.node().get(CONFIGURATION).isThere() && !route.node().get("errorHandler").isThere()) {
      findings.add(
          route
              .file()
              .finding(
                  route.node().line(),
                  "the route " + route.id() + " has no " + CONFIGURATION,
                  "add " + CONFIGURATION + ": bellhop-delivery-errors")
              .butHarmless());
    }
  }

  private static void configurations(Routes routes, List<Finding> findings) {
    Set<String> known = routes.configurations();
    for (Routes.Use use : routes.uses(CONFIGURATION::equals)) {
      for (String id : use.value().text().split("\\s*,\\s*")) {
        if (!known.contains(id) && !id.contains("*") && !id.contains("{{")) {
          findings.add(
              use.finding(
                  "unknown routeConfiguration " + id, Suggestions.questionOrAll(id, known)));
        }
      }
    }
  }
}
