package io.bellhop.tool.check;

import io.bellhop.config.Suggestions;
import io.bellhop.json.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code {{name}}} is an option, or in a template a parameter or bean of it. */
final class PlaceholderRule implements Rule {
  /** Except those with a default, a question mark, or a source of their own such as env. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)}}");

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    for (Routes.Use use : routes.uses()) {
      Matcher matcher = PLACEHOLDER.matcher(use.value().text());
      while (matcher.find()) {
        Set<String> known = new TreeSet<>(routes.options().all().keySet());
        for (YamlNode node : use.file().entries("routeTemplate")) {
          Template template = Template.of(use.file(), node);
          known.addAll(template.defaults().keySet());
          known.addAll(template.beans());
        }
        if (!known.contains(matcher.group(1))) {
          findings.add(
              use.finding(
                  "there is no option " + matcher.group(1),
                  Suggestions.question(matcher.group(1), known)
                      .orElse("declare it in options.properties beside the route file")));
        }
      }
    }
    return findings;
  }
}
