package io.bellhop.tool.check;

import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteSources;
import io.bellhop.tool.fixture.ScriptNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Provider folders have names that are valid in a URL, and every route file is in a place that
 * Bellhop reads.
 */
final class FolderRule implements Rule {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final List<String> YAML = List.of(".yaml", ".yml");

  @Override
  public List<Finding> look(Routes routes) {
    List<Finding> findings = new ArrayList<>();
    Set<Path> roots = new LinkedHashSet<>();
    for (Path folder : routes.folders()) {
      roots.add(folder.getParent());
      String name = RouteFolders.name(folder);
      boolean used = routes.files().stream().anyMatch(file -> file.folder().equals(name));
      if (used && !name.equals(RouteFolders.SHARED) && !NAME.matcher(name).matches()) {
        findings.add(
            new Finding(
                folder,
                0,
                "a provider cannot have the name " + name,
                "use lower-case letters, digits and -, as in acme-rentals"));
      }
      unread(folder, true, findings);
    }
    roots.forEach(root -> unread(root, false, findings));
    return findings;
  }

  private static void unread(Path folder, boolean provider, List<Finding> findings) {
    for (String ending : YAML) {
      for (Path file : Folders.files(folder, ending)) {
        boolean routes = file.toString().endsWith(RouteSources.ROUTES);
        boolean script = file.endsWith(ScriptNode.FILE);
        if (!(provider && (routes || script)) && Files.isRegularFile(file)) {
          findings.add(
              new Finding(
                      file,
                      0,
                      "Bellhop does not read it",
                      routes
                          ? "move it into a folder with its provider's name"
                          : "route files end in " + RouteSources.ROUTES)
                  .butHarmless());
        }
      }
    }
  }
}
