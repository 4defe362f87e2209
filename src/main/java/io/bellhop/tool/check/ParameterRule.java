package io.bellhop.tool.check;

import io.bellhop.config.Options;
import io.bellhop.ingest.ListenerProcessor;
import io.bellhop.provider.client.ApiProcessor;
import io.bellhop.provider.sync.ListSteps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The hub's templates can read the values of their parameters. */
final class ParameterRule implements Rule {
  private static final Map<String, Consumer<Map<String, String>>> READERS =
      Map.of(
          "bellhop-ingest",
          ListenerProcessor::check,
          "bellhop-api",
          ApiProcessor::check,
          "bellhop-sync",
          ListSteps::check);

  /** Valid values for parameters without a default. */
  private static final Map<String, String> GOOD =
      Map.ofEntries(
          Map.entry("provider", "acme"),
          Map.entry("verify", "token"),
          Map.entry("proof", "token"),
          Map.entry("event", "$.event"),
          Map.entry("idempotencyKey", "$.id"),
          Map.entry("orderKey", "$.id"),
          Map.entry("baseUrl", "https://api.example.com"),
          Map.entry("auth", "bearer"),
          Map.entry("full", "/list?since={since}"),
          Map.entry("types", "reservation"),
          Map.entry("page", "."));

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
      template.required().forEach(name -> values.putIfAbsent(name, GOOD.getOrDefault(name, "")));
      read(use, template, reader, values, findings);
    }
    return findings;
  }

  /**
   * Readers report one parameter at a time: the check replaces each invalid one, until none is
   * left.
   */
  private static void read(
      Template.Use use,
      Template template,
      Consumer<Map<String, String>> reader,
      Map<String, String> values,
      List<Finding> findings) {
    Set<String> replaced = new HashSet<>();
    while (true) {
      try {
        reader.accept(values);
        return;
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        Optional<String> wrong = named(values, message);
        String name = wrong.orElse("");
        if (replaced.contains(name)) {
          return; // it is so because of another one
        }
        boolean missing = template.required().contains(name) && !use.values().containsKey(name);
        if (!missing) {
          findings.add(use.file().finding(use.lineOf(name), message, ""));
        }
        if (wrong.isEmpty()) {
          return;
        }
        replaced.add(name);
        values.put(name, GOOD.getOrDefault(name, template.defaults().getOrDefault(name, "")));
      }
    }
  }

  private static String filled(String value, Options options) {
    String filled = value;
    for (Map.Entry<String, String> option : options.all().entrySet()) {
      filled = filled.replace("{{" + option.getKey() + "}}", option.getValue());
    }
    return filled;
  }

  /** The parameter of a message, by its name or at least its value. */
  private static Optional<String> named(Map<String, String> values, String message) {
    return values.keySet().stream()
        .filter(name -> Pattern.compile("\\b" + name + "\\b").matcher(message).find())
        .min(Comparator.comparingInt(message::indexOf))
        .or(
            () ->
                values.keySet().stream()
                    .filter(name -> values.get(name).length() > 2)
                    .filter(name -> message.endsWith("was: " + values.get(name)))
                    .findFirst());
  }
}
