package io.bellhop.tool.check;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import io.bellhop.json.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * JSONPath compiles. Camel compiles it only when the first message comes, and its easy form ({@code
 * is_block == true}) is false, without an error, for a field of the document itself.
 */
final class JsonPathRule implements Rule {
  private static final String NAME = "jsonpath";
  private static final Set<String> PREDICATES =
      Set.of("when", "filter", "validate", "completionPredicate", "onWhen", "retryWhile");

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    for (Routes.Use use : routes.uses(NAME::equals)) {
      YamlNode expression = use.value().isScalar() ? use.value() : use.value().get("expression");
      look(use, expression, findings);
    }
    for (Routes.Use use : routes.uses("language"::equals)) {
      if (use.value().get("language").text().equals(NAME)) {
        look(use, use.value().get("expression"), findings);
      }
    }
    return findings;
  }

  private static void look(Routes.Use use, YamlNode expression, List<Finding> findings) {
    String path = expression.text();
    if (path.isEmpty()) {
      return; // a case for the schema
    }
    if (!path.startsWith("$")) {
      findings.add(
          use.file()
              .finding(
                  expression.line(),
                  "the JSONPath " + path + " does not begin with $",
                  "write a field as $.a.b and a condition as $[?(@.a == 'b')]"));
      return;
    }
    if (PREDICATES.contains(use.owner()) && !path.contains("[?(")) {
      findings.add(
          use.file()
              .finding(
                  expression.line(),
                  "the JSONPath " + path + " is a value where a condition must be",
                  "write it as $[?(@.a == 'b')], or $[?(@.a)] for a field that is there"));
      return;
    }
    if (path.contains("${")) {
      return; // known only when a message comes
    }
    try {
      JsonPath.compile(path);
    } catch (InvalidPathException e) {
      findings.add(
          use.file()
              .finding(
                  expression.line(),
                  "the JSONPath " + path + " does not compile: " + e.getMessage(),
                  ""));
    }
  }
}
