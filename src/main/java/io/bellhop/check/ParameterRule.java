package io.bellhop.check;

import io.bellhop.config.Options;
import io.bellhop.enrich.ApiProcessor;
import io.bellhop.ingest.ListenerProcessor;
import io.bellhop.sync.ListSteps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Values of template parameters are such that the hub's templates can read them. */
final class ParameterRule implements Rule {
  private static final Map<String, Consumer<Map<String, String>>> READERS =
      Map.of(
          "bellhop-ingest",
          ListenerProcessor::check,
          "bellhop-api",
          ApiProcessor::check,
          "bellhop-sync",
          ListSteps::check);

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    for (Template.Use use : routes.templatedRoutes()) {
      Template template = routes.templates().get(use.template());
      Consumer<Map<String, String>> reader = READERS.get(use.template());
      if (template == null || reader == null) {
        continue;
      }
      Map<String, String> values = new HashMap<>(template.defaults());
      values.putAll(use.values());
      values.replaceAll((name, value) -> filled(value, routes.options()));
      if (use.values().keySet().containsAll(template.required())) {
        try {
          reader.accept(values);
        } catch (IllegalArgumentException e) {
          findings.add(use.file().finding(line(use, e.getMessage()), e.getMessage(), ""));
        }
      }
    }
    return findings;
  }

  private static String filled(String value, Options options) {
    String filled = value;
    for (Map.Entry<String, String> option : options.all().entrySet()) {
      filled = filled.replace("{{" + option.getKey() + "}}", option.getValue());
    }
    return filled;
  }

  /** Messages name the parameter. */
  private static int line(Template.Use use, String message) {
    return use.parameters().items().stream()
        .map(parameter -> parameter.get("name"))
        .filter(name -> Pattern.compile("\\b" + name.text() + "\\b").matcher(message).find())
        .findFirst()
        .map(Node::line)
        .orElse(use.node().line());
  }
}
