package io.bellhop.tool.check;

import io.bellhop.config.Suggestions;
import io.bellhop.json.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Templated routes name existing templates and parameters. Camel accepts any name of a parameter,
 * and ignores a mistyped one.
 */
final class TemplateRule implements Rule {
  private static final String INGEST = "bellhop-ingest";

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    for (Template.Use use : routes.templatedRoutes()) {
      Template template = routes.templates().get(use.template());
      if (template == null) {
        findings.add(
            use.file()
                .finding(
                    use.node().get("routeTemplateRef").line(),
                    "unknown template " + use.template(),
                    Suggestions.questionOrAll(use.template(), routes.templates().keySet())));
      } else {
        parameters(use, template, findings);
        folder(use, findings);
      }
    }
    return findings;
  }

  private static void parameters(Template.Use use, Template template, List<Finding> findings) {
    Set<String> given = new HashSet<>();
    Set<String> meant = new HashSet<>();
    for (YamlNode parameter : use.parameters().items()) {
      String name = parameter.get("name").text();
      int line = parameter.get("name").line();
      if (!template.defaults().containsKey(name)) {
        Set<String> left = new TreeSet<>(template.defaults().keySet());
        left.removeAll(use.values().keySet());
        Suggestions.of(name, left).stream().findFirst().ifPresent(meant::add);
        findings.add(
            use.file()
                .finding(
                    line,
                    "unknown template parameter " + name + " of " + template.id(),
                    Suggestions.questionOrAll(name, left)));
      } else if (!given.add(name)) {
        findings.add(
            use.file().finding(line, "the parameter " + name + " stands twice", "leave one out"));
      }
    }
    Set<String> missing = new TreeSet<>(template.required());
    missing.removeAll(use.values().keySet());
    missing.removeAll(meant); // it is there, with a name that is unknown
    for (String name : missing) {
      findings.add(
          use.file()
              .finding(
                  use.node().line(),
                  "the parameter " + name + " of " + template.id() + " is missing",
                  "add {name: " + name + ", value: ...}"));
    }
  }

  /** The listener's path, the account's provider and the folder have one name. */
  private static void folder(Template.Use use, List<Finding> findings) {
    Map<String, String> values = use.values();
    String provider = values.getOrDefault("provider", use.file().folder());
    if (use.template().equals(INGEST) && !provider.equals(use.file().folder())) {
      findings.add(
          use.file()
              .finding(
                  use.parameters().line(),
                  "the provider is " + provider + " and the folder " + use.file().folder(),
                  "give both one name"));
    }
  }
}
