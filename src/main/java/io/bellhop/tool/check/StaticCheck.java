package io.bellhop.tool.check;

import io.bellhop.config.ConfigException;
import io.bellhop.config.Options;
import io.bellhop.routes.ProviderRoutes;
import io.bellhop.routes.RouteFolders;
import io.bellhop.runtime.Hub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The static half of the check: it only looks at files. Thread-safe. */
public final class StaticCheck {
  private final List<Rule> rules;
  private final SchemaRule schema = new SchemaRule();

  /**
   * @param beans the names of the beans that the hub binds for routes
   */
  StaticCheck(Set<String> beans) {
    boolean javaRoutes = hasJavaRoutes();
    this.rules =
        List.of(
            new FolderRule(),
            new TemplateRule(),
            new ParameterRule(),
            new JsonPathRule(),
            new JsltRule(),
            new UnusedMappingRule(),
            new VariableRule(javaRoutes),
            new OptionRule(),
            new BeanRule(beans),
            new RouteRule(),
            new DirectRule(javaRoutes),
            new ProxyPathRule(),
            new ChoiceRule(),
            new PlaceholderRule());
  }

  /** Whether there are routes outside files, of which no rule sees what they define and use. */
  static boolean hasJavaRoutes() {
    return ServiceLoader.load(ProviderRoutes.class).findFirst().isPresent();
  }

  /**
   * The faults, by file and line.
   *
   * @param whole the files to validate against Camel's schema too
   */
  List<Finding> look(RouteFiles read, Routes routes, Predicate<Path> whole) {
    Set<Finding> findings = new LinkedHashSet<>(read.findings());
    for (Rule rule : rules) {
      rule.look(routes).stream()
          .filter(finding -> !rule.needsWholeFolder() || isKnown(finding.file(), read, routes))
          .forEach(findings::add);
    }
    List<RouteFile> compared = read.files().stream().filter(f -> whole.test(f.path())).toList();
    findings.addAll(schema.look(compared));

    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparing((Finding f) -> PathFormat.of(f.file())).thenComparing(Finding::line));
    return sorted;
  }

  /** Whether all files that may matter to a rule could be parsed. */
  private static boolean isKnown(Path file, RouteFiles read, Routes routes) {
    Set<String> broken = read.broken();
    return !broken.contains(RouteFolders.SHARED)
        && routes.folders().stream()
            .filter(folder -> file.startsWith(folder))
            .noneMatch(folder -> broken.contains(RouteFolders.name(folder)));
  }

  /**
   * Checks what a hub is about to serve. The build has checked the routes inside the jar: if there
   * are no others, the start takes no longer. It does not compare those with Camel's schema either.
   *
   * @return the findings that do not prevent serving
   * @throws ConfigException if there is a finding that prevents it
   */
  public static List<String> require(Options options) {
    CheckTarget target = CheckTarget.all(options);
    if (!target.hasGiven()) {
      return List.of();
    }
    List<Finding> findings = new StaticCheck(Hub.BEANS).look(target, options);
    List<Finding> grave = findings.stream().filter(f -> !f.harmless()).toList();
    if (!grave.isEmpty()) {
      String more =
          grave.size() == 1 ? "" : " (" + (grave.size() - 1) + " more: bellhop check shows all)";
      throw new ConfigException(grave.get(0) + more);
    }
    return findings.stream().map(Finding::toString).toList();
  }

  /** Finds faults that prevent serving a folder, while the hub runs. */
  public static Function<Path, List<String>> whileServing(Options options) {
    StaticCheck check = new StaticCheck(Hub.BEANS);
    CheckTarget target = CheckTarget.all(options);
    return folder ->
        check.look(target, options).stream()
            .filter(finding -> !finding.harmless() && finding.file().startsWith(folder))
            .map(Finding::toString)
            .toList();
  }

  private List<Finding> look(CheckTarget target, Options options) {
    RouteFiles read = new RouteFiles(target.folders().folders());
    return look(read, read.routes(options), target::isGiven);
  }
}
