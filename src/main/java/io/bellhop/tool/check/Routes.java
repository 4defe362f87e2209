package io.bellhop.tool.check;

import io.bellhop.config.Options;
import io.bellhop.json.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All route files of a hub, and their contents. Immutable. */
final class Routes {
  /** A route as a file writes it. */
  record Route(RouteFile file, YamlNode node) {
    String id() {
      return node.get("id").text();
    }

    Endpoint from() {
      return Endpoint.of(file, node.get("from"));
    }
  }

  /**
   * A named value somewhere below a top-level entry.
   *
   * @param owner the step or clause that it belongs to: the next name above that means more than
   *     "expression"
   */
  record Use(RouteFile file, String owner, YamlNode.Field field) {
    YamlNode value() {
      return field.value();
    }

    Finding finding(String what, String instead) {
      return file.finding(value().line(), what, instead);
    }
  }

  private static final Set<String> NEUTRAL = Set.of("expression", "language");

  private final List<RouteFile> files;
  private final List<Path> folders;
  private final Options options;
  private final List<JavaFile> javaFiles;
  private final List<Use> uses = new ArrayList<>();
  private final Map<String, Template> templates = new TreeMap<>();

  /**
   * @param folders those of the providers and the shared one
   * @param options those of the providers among them
   */
  Routes(List<RouteFile> files, List<Path> folders, Options options) {
    this.files = List.copyOf(files);
    this.folders = List.copyOf(folders);
    this.options = options;
    this.javaFiles = this.folders.stream().flatMap(folder -> JavaFile.in(folder).stream()).toList();
    for (RouteFile file : files) {
      for (YamlNode entry : file.root().items()) {
        collect(file, "", entry);
      }
      for (YamlNode node : file.entries("routeTemplate")) {
        Template template = Template.of(file, node);
        templates.put(template.id(), template);
      }
    }
  }

  Options options() {
    return options;
  }

  List<Path> folders() {
    return folders;
  }

  List<RouteFile> files() {
    return files;
  }

  /** Everything with a name, at any depth, in the order of the files. */
  List<Use> uses() {
    return uses;
  }

  List<Use> uses(Predicate<String> name) {
    return uses.stream().filter(use -> name.test(use.field().name())).toList();
  }

  Map<String, Template> templates() {
    return templates;
  }

  List<Template.Use> templatedRoutes() {
    return each("templatedRoute", Template.Use::new);
  }

  List<Route> routes() {
    return each("route", Route::new);
  }

  /** The error configurations that a route may name. */
  Set<String> configurations() {
    return new TreeSet<>(each("routeConfiguration", (file, node) -> node.get("id").text()));
  }

  /** The beans that files declare for all routes. */
  Set<String> declaredBeans() {
    Set<String> names = new TreeSet<>();
    each("beans", (file, node) -> node.items())
        .forEach(beans -> beans.forEach(bean -> names.add(bean.get("name").text())));
    return names;
  }

  /** The route files in Java. */
  List<JavaFile> javaFiles() {
    return javaFiles;
  }

  List<JavaFile> javaFiles(String folder) {
    return javaFiles.stream().filter(file -> file.folder().equals(folder)).toList();
  }

  /** The routes made of each entry of one kind. */
  interface Made<T> {
    T of(RouteFile file, YamlNode node);
  }

  <T> List<T> each(String entry, Made<T> made) {
    List<T> all = new ArrayList<>();
    for (RouteFile file : files) {
      file.entries(entry).forEach(node -> all.add(made.of(file, node)));
    }
    return all;
  }

  private void collect(RouteFile file, String owner, YamlNode node) {
    for (YamlNode.Field field : node.fields()) {
      uses.add(new Use(file, owner, field));
      collect(file, NEUTRAL.contains(field.name()) ? owner : field.name(), field.value());
    }
    node.items().forEach(item -> collect(file, owner, item));
  }
}
