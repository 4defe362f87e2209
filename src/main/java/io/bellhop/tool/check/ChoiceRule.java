package io.bellhop.tool.check;

import io.bellhop.json.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The choice at the end of a provider's route has an otherwise: an event that no choice handles
 * would end without an outcome; the hub would retry it for hours and then give up.
 */
final class ChoiceRule implements Rule {
  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    Set<String> entries = new HashSet<>();
    for (Template.Use use : routes.templatedRoutes()) {
      if (use.template().equals("bellhop-events")) {
        entries.add(Endpoint.DIRECT + use.value("to"));
      }
    }
    for (Routes.Route route : routes.routes()) {
      String uri = route.from().uri();
      if (entries.contains(uri) || uri.equals("direct:bellhop-" + route.file().folder())) {
        last(route.file(), route.node().get("from").get("steps"), findings);
      }
    }
    return findings;
  }

  private static void last(RouteFile file, YamlNode steps, List<Finding> findings) {
    if (steps.items().isEmpty()) {
      return;
    }
    for (YamlNode.Field step : steps.get(steps.items().size() - 1).fields()) {
      YamlNode choice = step.value();
      if (step.name().equals("choice") && !choice.get("otherwise").isThere()) {
        findings.add(
            file.finding(
                step.line(),
                "an event that no when handles ends without an outcome",
                "add otherwise: {steps: [{to: \"direct:bellhop-ignore\"}]}"));
      }
      last(file, choice.get("steps"), findings);
    }
  }
}
