package io.bellhop.tool.check;

import com.schibsted.spt.data.jslt.JsltException;
import io.bellhop.config.FileErrors;
import io.bellhop.config.Suggestions;
import io.bellhop.config.TextFile;
import io.bellhop.json.YamlNode;
import io.bellhop.routes.jslt.JsltLanguage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mappings compile, and those that routes name exist. */
final class JsltRule implements Rule {
  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Path> files = new RouteMappings(routes).files();
    for (RouteMappings.Mapping mapping : new RouteMappings(routes).all()) {
      if (!mapping.isFile()) {
        inline(mapping.file(), mapping.expression(), findings);
      } else if (!files.containsKey(mapping.expression().text())) {
        findings.add(missing(mapping.file(), mapping.expression(), files.keySet()));
      }
    }
    files.forEach((name, file) -> file(name, file, findings));
    return findings;
  }

  private static Finding missing(RouteFile file, YamlNode expression, Set<String> names) {
    List<String> here = names.stream().filter(n -> n.startsWith(file.folder() + "/")).toList();
    return file.finding(
        expression.line(),
        "there is no mapping " + expression.text(),
        Suggestions.question(expression.text(), here)
            .orElse("write folder and file, as in " + file.folder() + "/booking.jslt"));
  }

  private static void inline(RouteFile file, YamlNode expression, List<Finding> findings) {
    try {
      JsltLanguage.compile("inline", expression.text());
    } catch (IllegalArgumentException e) {
      findings.add(file.finding(expression.line(), message("inline", e), ""));
    }
  }

  private static void file(String name, Path file, List<Finding> findings) {
    try {
      JsltLanguage.verify(name, TextFile.read(file));
    } catch (IllegalArgumentException e) {
      findings.add(new Finding(file, line(name, e), message(name, e), ""));
    } catch (IOException e) {
      findings.add(new Finding(file, 0, FileErrors.of(file.getFileName().toString(), e), ""));
    }
  }

  private static int line(String name, IllegalArgumentException e) {
    Matcher place =
        Pattern.compile(Pattern.quote(name) + ":([1-9][0-9]*):").matcher(e.getMessage());
    return e.getCause() instanceof JsltException jslt
        ? Math.max(1, jslt.getLine())
        : place.find() ? Integer.parseInt(place.group(1)) : 1;
  }

  private static String message(String name, IllegalArgumentException e) {
    return e.getMessage()
        .replaceFirst(": " + Pattern.quote(name) + ":([0-9]+:)?", ":")
        .replaceAll("\\s*\\R\\s*", " ")
        .strip();
  }
}
