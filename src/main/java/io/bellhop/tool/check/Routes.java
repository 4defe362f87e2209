package io.bellhop.tool.check;

import io.bellhop.config.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All route files of a hub, and what one may call in another. Immutable. */
final class Routes {
  /** A route as a file writes it out. */
  record Route(RouteFile file, Node node) {
    String id() {
      return node.get("id").text();
    }

    Endpoint from() {
      return Endpoint.of(file, node.get("from"));
    }
  }

  /**
   * A named thing somewhere below a top-level entry.
   *
   * @param owner the step or clause that it belongs to: the next name above that says more than
   *     "expression"
   */
  record Use(RouteFile file, String owner, Node.Field field) {
    Node value() {
      return field.value();
    }
  }

  /** A mapping that a file writes: an expression, or a file's name. */
  record Mapping(RouteFile file, Node expression) {
    boolean isFile() {
      return expression.text().endsWith(MAPPING);
    }
  }

  /** An expression that is nothing but a parameter. */
  static final Pattern PARAMETER = Pattern.compile("\\{\\{([A-Za-z]+)}}");

  private static final String MAPPING = ".jslt";
  private static final Set<String> CALLS = Set.of("to", "toD", "wireTap");
  private static final Set<String> ENRICHMENTS = Set.of("enrich", "pollEnrich");
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
      for (Node entry : file.root().items()) {
        collect(file, "", entry);
      }
      for (Node node : file.entries("routeTemplate")) {
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

  /** Everything that has a name, at any depth, in the order of the files. */
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

  /** The files of mappings that there are, by the names that routes have for them. */
  Map<String, Path> mappingFiles() {
    Map<String, Path> files = new TreeMap<>();
    for (Path folder : folders) {
      Folders.tree(folder, MAPPING)
          .forEach(file -> files.put(folder.getParent().relativize(file).toString(), file));
    }
    return files;
  }

  /** The mappings that routes write, and those that templated routes give to their templates. */
  List<Mapping> allMappings() {
    List<Mapping> mappings = new ArrayList<>();
    for (Use use : uses("language"::equals)) {
      Node expression = use.value().get("expression");
      // What is a parameter of a template is looked at where it gets its value.
      if (use.value().get("language").text().equals("jslt")
          && !PARAMETER.matcher(expression.text()).matches()) {
        mappings.add(new Mapping(use.file(), expression));
      }
    }
    mappings.addAll(mappings());
    return mappings;
  }

  /**
   * Mappings that a template leaves to its parameters: the values that templated routes give them.
   */
  private List<Mapping> mappings() {
    List<Mapping> mappings = new ArrayList<>();
    for (Template.Use use : templatedRoutes()) {
      Template template = templates.get(use.template());
      if (template == null) {
        continue;
      }
      Set<String> names = mappingParameters(template);
      for (Node parameter : use.parameters().items()) {
        if (names.contains(parameter.get("name").text())) {
          mappings.add(new Mapping(use.file(), parameter.get("value")));
        }
      }
    }
    return mappings;
  }

  private Set<String> mappingParameters(Template template) {
    Set<String> names = new TreeSet<>();
    for (Use use : uses("language"::equals)) {
      Matcher whole = PARAMETER.matcher(use.value().get("expression").text());
      if (use.file().equals(template.file())
          && use.value().get("language").text().equals("jslt")
          && whole.matches()) {
        names.add(whole.group(1));
      }
    }
    return names;
  }

  /** The error configurations that a route may name. */
  Set<String> configurations() {
    return new TreeSet<>(each("routeConfiguration", (file, node) -> node.get("id").text()));
  }

  /** The beans that files declare for all. */
  Set<String> declaredBeans() {
    Set<String> names = new TreeSet<>();
    each("beans", (file, node) -> node.items())
        .forEach(beans -> beans.forEach(bean -> names.add(bean.get("name").text())));
    return names;
  }

  /** Where routes begin, those made from templates too. */
  List<Endpoint> consumers() {
    List<Endpoint> consumers = new ArrayList<>();
    routes().forEach(route -> consumers.add(route.from()));
    each("from", Endpoint::of).forEach(consumers::add);
    for (Template.Use use : templatedRoutes()) {
      Template template = templates.get(use.template());
      if (template != null) {
        Map<String, String> values = new HashMap<>(template.defaults());
        values.putAll(use.values());
        Endpoint from = Endpoint.of(template.file(), template.node().get("route").get("from"));
        consumers.add(new Endpoint(use.file(), use.node().line(), from.with(values).uri()));
      }
    }
    return consumers;
  }

  /** What routes call. */
  List<Endpoint> calls() {
    List<Endpoint> calls = new ArrayList<>();
    uses.forEach(use -> call(use.file(), use.field(), calls));
    return calls;
  }

  /** What a route that is made of a template calls by its parameters. */
  List<Endpoint> calls(Template.Use use) {
    Template template = templates.get(use.template());
    List<Endpoint> calls = new ArrayList<>();
    if (template != null) {
      calls(template.file(), template.node().get("route"), calls);
    }
    Map<String, String> values = new HashMap<>();
    if (template != null) {
      values.putAll(template.defaults());
    }
    values.putAll(use.values());
    return calls.stream()
        .filter(Endpoint::isOpen)
        .map(call -> new Endpoint(use.file(), use.node().line(), call.with(values).uri()))
        .toList();
  }

  private static void calls(RouteFile file, Node node, List<Endpoint> calls) {
    for (Node.Field field : node.fields()) {
      call(file, field, calls);
      calls(file, field.value(), calls);
    }
    node.items().forEach(item -> calls(file, item, calls));
  }

  private static void call(RouteFile file, Node.Field field, List<Endpoint> calls) {
    if (CALLS.contains(field.name())) {
      calls.add(Endpoint.of(file, field.value()));
    } else if (ENRICHMENTS.contains(field.name())) {
      calls.add(Endpoint.ofEnrich(file, field.value()));
    }
  }

  /** The route files in Java. */
  List<JavaFile> javaFiles() {
    return javaFiles;
  }

  List<JavaFile> javaFiles(String folder) {
    return javaFiles.stream().filter(file -> file.folder().equals(folder)).toList();
  }

  private interface Made<T> {
    T of(RouteFile file, Node node);
  }

  private <T> List<T> each(String entry, Made<T> made) {
    List<T> all = new ArrayList<>();
    for (RouteFile file : files) {
      file.entries(entry).forEach(node -> all.add(made.of(file, node)));
    }
    return all;
  }

  private void collect(RouteFile file, String owner, Node node) {
    for (Node.Field field : node.fields()) {
      uses.add(new Use(file, owner, field));
      collect(file, NEUTRAL.contains(field.name()) ? owner : field.name(), field.value());
    }
    node.items().forEach(item -> collect(file, owner, item));
  }
}
