package io.bellhop.tool.check;

import io.bellhop.config.Suggestions;
import io.bellhop.config.TextFile;
import io.bellhop.json.YamlNode;
import io.bellhop.routes.jslt.MappingText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hub, a template or a route of the folder sets every variable that a mapping, a condition or a
 * path reads. An unset one is null, and no error shows that.
 */
final class VariableRule implements Rule {
  /** Variables that the hub sets before a provider's route begins. */
  private static final Set<String> HUB =
      Set.of(
          "provider",
          "origin",
          "firstSight",
          "event",
          "idempotencyKey",
          "orderKey",
          "mergeCount",
          "apiFields",
          "readAgain");

  /** Variables that the beans of templates set; the files show those of their routes. */
  private static final Map<String, Set<String>> TEMPLATES =
      Map.of(
          "bellhop-enrich", Set.of("refusal", "refusalCode"),
          "bellhop-send-message", Set.of("recordId", "message", "apiFields"),
          "bellhop-sync", Set.of("mode", "phase", "since", "list", "apiPath", "apiUrl"),
          "bellhop-register",
              Set.of(
                  "events",
                  "webhookFields",
                  "ours",
                  "page",
                  "offset",
                  "more",
                  "plan",
                  "undo",
                  "entryId",
                  "entry",
                  "want",
                  "apiMethod",
                  "apiPath"));

  private static final Pattern SIMPLE = Pattern.compile("\\$\\{variable\\.([A-Za-z0-9_-]+)");
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)\\*?}");
  private static final Pattern FIRST = Pattern.compile("([A-Za-z]+)=");
  private static final Set<String> PATHS = Set.of("full", "changes", "nested", "lists", "path");

  private final boolean javaRoutes;

  /**
   * @param javaRoutes whether routes exist outside files: they may set anything
   */
  VariableRule(boolean javaRoutes) {
    this.javaRoutes = javaRoutes;
  }

  @Override
  public boolean needsWholeFolder() {
    return true;
  }

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    if (javaRoutes) {
      return findings;
    }
    Map<String, Path> files = new RouteMappings(routes).files();
    Map<String, Boolean> open = new HashMap<>();
    Map<String, Set<String>> known = new HashMap<>();
    Set<String> said = new TreeSet<>();
    for (Use use : uses(routes, files)) {
      String folder = use.file().folder();
      boolean isOpen =
          open.computeIfAbsent(
              folder, name -> hasOwnClasses(routes, name) || !routes.javaFiles(name).isEmpty());
      if (!use.file().isShared() && !isOpen) {
        Set<String> here = known.computeIfAbsent(folder, name -> set(name, routes, files));
        if (!here.contains(use.name()) && said.add(use.place() + ":" + use.name())) {
          findings.add(finding(use, here));
        }
      }
    }
    return findings;
  }

  /** A variable that something reads, and the place. */
  private record Use(RouteFile file, Path place, int line, String name) {}

  private static Finding finding(Use use, Set<String> known) {
    return new Finding(
            use.place(),
            use.line(),
            "no route of " + use.file().folder() + " sets the variable " + use.name(),
            Suggestions.question(use.name(), known)
                .orElse("set it by setVariable; it is null otherwise"))
        .butHarmless();
  }

  private static List<Use> uses(Routes routes, Map<String, Path> files) {
    List<Use> uses = new ArrayList<>();
    for (RouteMappings.Mapping mapping : new RouteMappings(routes).all()) {
      Path place =
          mapping.isFile() ? files.get(mapping.expression().text()) : mapping.file().path();
      if (place != null) {
        MappingText text =
            mapping.isFile()
                ? MappingText.of(mapping.expression().text(), read(place))
                : MappingText.of(mapping.expression().text());
        for (String name : text.variables()) {
          int line = mapping.isFile() ? text.lineOf(name) : mapping.expression().line();
          uses.add(new Use(mapping.file(), place, line, name));
        }
      }
    }
    for (Routes.Use use : routes.uses()) {
      YamlNode value = use.value();
      find(SIMPLE, value.text(), use.file(), value.line(), uses);
      if (use.field().name().equals("variable")) {
        YamlNode name = value.isScalar() ? value : value.get("expression");
        if (name.isScalar()) {
          uses.add(new Use(use.file(), use.file().path(), name.line(), name.text()));
        }
      }
      if (use.field().name().equals("setVariable")) {
        path(value, use.file(), uses);
      } else if (use.field().name().equals("variables")) {
        value.items().forEach(variable -> path(variable, use.file(), uses));
      }
    }
    for (Template.Use use : routes.templatedRoutes()) {
      PATHS.forEach(path -> find(PLACE, use.value(path), use.file(), use.lineOf(path), uses));
    }
    return uses;
  }

  private static void path(YamlNode variable, RouteFile file, List<Use> uses) {
    if (variable.get("name").text().equals("apiPath")) {
      YamlNode holder =
          variable.get("expression").isThere() ? variable.get("expression") : variable;
      YamlNode constant = holder.get("constant");
      constant = constant.isScalar() ? constant : constant.get("expression");
      find(PLACE, constant.text(), file, constant.line(), uses);
    }
  }

  private static void find(Pattern pattern, String text, RouteFile file, int line, List<Use> uses) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      uses.add(new Use(file, file.path(), line, matcher.group(1)));
    }
  }

  /** The variables that the routes of a folder set. */
  private static Set<String> set(String folder, Routes routes, Map<String, Path> files) {
    Set<String> names = new TreeSet<>(HUB);
    for (Routes.Use use : routes.uses()) {
      if (!use.file().isShared() && !use.file().folder().equals(folder)) {
        continue;
      }
      String field = use.field().name();
      if (field.equals("setVariable")) {
        names.add(use.value().get("name").text());
      } else if (field.equals("variables")) {
        use.value().items().forEach(variable -> names.add(variable.get("name").text()));
      } else if (field.equals("variableReceive")) {
        names.add(use.value().text());
      }
    }
    for (Template.Use use : routes.templatedRoutes()) {
      if (use.file().folder().equals(folder)) {
        names.addAll(TEMPLATES.getOrDefault(use.template(), Set.of()));
        if (!use.value("into").isEmpty()) {
          names.add(use.value("into")); // of bellhop-enrich
        }
        FIRST.matcher(use.value("first")).results().forEach(first -> names.add(first.group(1)));
        if (use.template().equals("bellhop-sync")) {
          // The fields of a cursor are variables of the next call.
          Path page = files.get(use.value("page"));
          names.addAll(MappingText.of(page == null ? use.value("page") : read(page)).keys());
        }
      }
    }
    return names;
  }

  /** Classes that are neither Bellhop's nor Camel's may set variables where no file shows it. */
  private static boolean hasOwnClasses(Routes routes, String folder) {
    return routes.uses().stream()
        .filter(use -> use.file().folder().equals(folder))
        .filter(use -> use.field().name().matches("type|beanType") || isClass(use))
        .map(use -> use.value().text().replace("#class:", ""))
        .anyMatch(
            type ->
                type.contains(".") && !type.matches("(io\\.bellhop|org\\.apache\\.camel)\\..*"));
  }

  private static boolean isClass(Routes.Use use) {
    return use.value().text().startsWith("#class:");
  }

  private static String read(Path file) {
    try {
      return TextFile.read(file);
    } catch (IOException e) {
      return "null"; // JsltRule says so
    }
  }
}
