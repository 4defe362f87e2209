package io.bellhop.tool.check;

import io.bellhop.config.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Beans that routes name are the hub's own or a file's; classes that they name exist. */
final class BeanRule implements Rule {
  private static final Set<String> REFERENCES =
      Set.of(
          "ref",
          "aggregationStrategy",
          "aggregationRepository",
          "idempotentRepository",
          "executorService",
          "timeoutCheckerExecutorService",
          "onPrepare");
  private static final String BEAN = "#bean:";
  private static final String CLASS = "#class:";

  private final Set<String> hub;

  /**
   * @param hub the names of the beans that the hub binds
   */
  BeanRule(Set<String> hub) {
    this.hub = hub;
  }

  @Override
  public boolean needsWholeFolder() {
    return true;
  }

  @Override
  public List<Finding> look(Routes routes) {
    Set<String> known = new TreeSet<>(hub);
    known.addAll(routes.declaredBeans());
    List<Finding> findings = new ArrayList<>();
    for (Routes.Use use : routes.uses()) {
      String text = use.value().text();
      if (text.startsWith(CLASS)) {
        type(use, text.substring(CLASS.length()), findings);
      } else if (text.startsWith(BEAN)) {
        bean(use, text.substring(BEAN.length()), known, findings);
      } else if (REFERENCES.contains(use.field().name()) && use.value().isScalar()) {
        bean(use, text, known, findings);
      } else if (use.field().name().equals("type") && use.owner().equals("beans")) {
        type(use, text, findings);
      }
    }
    return findings;
  }

  private static void bean(Routes.Use use, String name, Set<String> known, List<Finding> findings) {
    Set<String> here = new HashSet<>(known);
    if (name.startsWith("{{")) {
      use.file()
          .entries("routeTemplate")
          .forEach(
              node ->
                  Template.of(use.file(), node)
                      .beans()
                      .forEach(bean -> here.add("{{" + bean + "}}")));
    }
    if (!here.contains(name) && !name.contains("${")) {
      findings.add(use.finding("unknown bean " + name, Suggestions.questionOrAll(name, here)));
    }
  }

  private static void type(Routes.Use use, String name, List<Finding> findings) {
    String type = name.replaceAll("[(#].*", "");
    if (type.contains("{{")) {
      return;
    }
    try {
      Class.forName(type, false, BeanRule.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      findings.add(
          use.finding(
              "there is no class " + type,
              "a merge strategy is io.bellhop.pipeline.MergeStrategy; your own classes must be"
                  + " on the class path"));
    }
  }
}
