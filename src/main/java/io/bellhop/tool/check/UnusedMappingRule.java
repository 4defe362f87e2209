package io.bellhop.tool.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A route names every mapping file. */
final class UnusedMappingRule implements Rule {
  @Override
  public boolean needsWholeFolder() {
    return true;
  }

  @Override
  public List<Finding> look(Routes routes) {
    Map<String, Path> files = new RouteMappings(routes).files();
    Set<String> named = new HashSet<>();
    new RouteMappings(routes)
        .all().stream()
            .filter(RouteMappings.Mapping::isFile)
            .forEach(mapping -> named.add(mapping.expression().text()));
    routes.javaFiles().forEach(file -> named.addAll(file.quoted()));
    List<Finding> findings = new ArrayList<>();
    files.forEach(
        (name, file) -> {
          // A missing name may be this file, misspelled: another finding says that already.
          boolean mistyped =
              named.stream()
                  .anyMatch(other -> !files.containsKey(other) && sameFolder(other, name));
          if (!named.contains(name) && !mistyped) {
            findings.add(
                new Finding(file, 0, "no route names it", "use it as " + name + ", or delete it")
                    .butHarmless());
          }
        });
    return findings;
  }

  private static boolean sameFolder(String one, String other) {
    return one.split("/")[0].equals(other.split("/")[0]);
  }
}
