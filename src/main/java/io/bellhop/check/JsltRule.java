package io.bellhop.check;

import com.schibsted.spt.data.jslt.JsltException;
import io.bellhop.mapping.JsltLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Mappings compile, those that routes name are there, and those that are there are named. */
final class JsltRule implements Rule {
  private static final String ENDING = ".jslt";

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Path> files = new TreeMap<>();
    for (Path folder : routes.folders()) {
      Folders.tree(folder, ENDING)
          .forEach(file -> files.put(folder.getParent().relativize(file).toString(), file));
    }
    Set<String> named = new HashSet<>();
    for (Routes.Use use : routes.uses("language"::equals)) {
      if (!use.value().get("language").text().equals("jslt")) {
        continue;
      }
      Node expression = use.value().get("expression");
      // What is a parameter of a template is looked at where it gets its value.
      if (!Routes.PARAMETER.matcher(expression.text()).matches()) {
        mapping(use.file(), expression, files, named, findings);
      }
    }
    routes.mappings().forEach(m -> mapping(m.file(), m.expression(), files, named, findings));
    files.forEach((name, file) -> file(name, file, findings));
    if (files.keySet().containsAll(named)) {
      files.keySet().removeAll(named);
      files.forEach((name, file) -> findings.add(unused(name, file)));
    }
    return findings;
  }

  private static void mapping(
      RouteFile file,
      Node expression,
      Map<String, Path> files,
      Set<String> named,
      List<Finding> findings) {
    if (!expression.text().endsWith(ENDING)) {
      inline(file, expression, findings);
      return;
    }
    named.add(expression.text());
    if (!files.containsKey(expression.text())) {
      findings.add(missing(file, expression, files.keySet()));
    }
  }

  private static Finding missing(RouteFile file, Node expression, Set<String> names) {
    List<String> here = names.stream().filter(n -> n.startsWith(file.folder() + "/")).toList();
    return file.finding(
        expression.line(),
        "there is no mapping " + expression.text(),
        Suggestion.near(expression.text(), here)
            .orElse("write folder and file, as in " + file.folder() + "/booking.jslt"));
  }

  private static Finding unused(String name, Path file) {
    return new Finding(file, 0, "no route names it", "use it as " + name + ", or delete it")
        .butHarmless();
  }

  private static void inline(RouteFile file, Node expression, List<Finding> findings) {
    try {
      JsltLanguage.compile("inline", expression.text());
    } catch (IllegalArgumentException e) {
      findings.add(file.finding(expression.line(), message("inline", e), ""));
    }
  }

  private static void file(String name, Path file, List<Finding> findings) {
    try {
      JsltLanguage.compile(name, Files.readString(file));
    } catch (IllegalArgumentException e) {
      int line = e.getCause() instanceof JsltException jslt ? Math.max(1, jslt.getLine()) : 1;
      findings.add(new Finding(file, line, message(name, e), ""));
    } catch (IOException e) {
      findings.add(new Finding(file, 0, "it cannot be read as UTF-8: " + e, ""));
    }
  }

  private static String message(String name, IllegalArgumentException e) {
    return e.getMessage().replace(": " + name + ":", ":").replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
