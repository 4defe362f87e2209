package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import io.bellhop.routes.jslt.JsltLanguage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mappings of a hub's routes: inline expressions, and files. */
final class RouteMappings {
  /** A mapping in a file: an expression, or a file's name. */
  record Mapping(RouteFile file, YamlNode expression) {
    boolean isFile() {
      return JsltLanguage.isFile(expression.text());
    }
  }

  /** An expression that consists of a parameter. */
  private static final Pattern PARAMETER = Pattern.compile("\\{\\{([A-Za-z]+)}}");

  private final Routes routes;

  RouteMappings(Routes routes) {
    this.routes = routes;
  }

  /** The existing mapping files, by their names in routes. */
  Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    for (Path folder : routes.folders()) {
      Folders.tree(folder, "").stream()
          .filter(file -> JsltLanguage.isFile(file.toString()))
          .forEach(file -> files.put(folder.getParent().relativize(file).toString(), file));
    }
    return files;
  }

  /** The mappings in routes, and those that templated routes pass to their templates. */
  List<Mapping> all() {
    List<Mapping> mappings = new ArrayList<>();
    for (Routes.Use use : routes.uses("language"::equals)) {
      YamlNode expression = use.value().get("expression");
      // The check looks at a template's parameter where it gets its value.
      if (use.value().get("language").text().equals("jslt")
          && !PARAMETER.matcher(expression.text()).matches()) {
        mappings.add(new Mapping(use.file(), expression));
      }
    }
    mappings.addAll(ofTemplatedRoutes());
    return mappings;
  }

  /** Mappings that a template takes from its parameters: the values of templated routes. */
  private List<Mapping> ofTemplatedRoutes() {
    List<Mapping> mappings = new ArrayList<>();
    Map<Path, Set<String>> parameters = parameters();
    for (Template.Use use : routes.templatedRoutes()) {
      Template template = routes.templates().get(use.template());
      if (template == null) {
        continue;
      }
      Set<String> names = parameters.getOrDefault(template.file().path(), Set.of());
      for (YamlNode parameter : use.parameters().items()) {
        if (names.contains(parameter.get("name").text())) {
          mappings.add(new Mapping(use.file(), parameter.get("value")));
        }
      }
    }
    return mappings;
  }

  /** The parameters that contain a mapping, by the file of their template. */
  private Map<Path, Set<String>> parameters() {
    Map<Path, Set<String>> parameters = new HashMap<>();
    for (Routes.Use use : routes.uses("language"::equals)) {
      Matcher whole = PARAMETER.matcher(use.value().get("expression").text());
      if (use.value().get("language").text().equals("jslt") && whole.matches()) {
        parameters.computeIfAbsent(use.file().path(), path -> new HashSet<>()).add(whole.group(1));
      }
    }
    return parameters;
  }
}
