package io.bellhop.tool.check;

import io.bellhop.config.FileErrors;
import io.bellhop.config.Options;
import io.bellhop.config.TextFile;
import io.bellhop.json.YamlNode;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the route files of folders; a file that is not YAML is a finding, and no rule looks at it.
 */
final class RouteFiles {
  private final List<Path> folders;
  private final List<RouteFile> files = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> broken = new TreeSet<>();

  RouteFiles(List<Path> folders) {
    this.folders = List.copyOf(folders);
    for (Path folder : folders) {
      for (Path file : Folders.files(folder, RouteSources.ROUTES)) {
        read(file, RouteFolders.name(folder));
      }
    }
  }

  List<RouteFile> files() {
    return files;
  }

  /** The folders with an unparsable file, which may hold what other files use. */
  Set<String> broken() {
    return broken;
  }

  List<Finding> findings() {
    return findings;
  }

  Routes routes(Options options) {
    return new Routes(files, folders, options);
  }

  private void read(Path path, String folder) {
    try {
      RouteFile file = new RouteFile(path, folder, YamlNode.parse(TextFile.read(path), false));
      twice(file, file.root());
      files.add(file);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(-1) + 1;
      String context =
          e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ", ";
      broken.add(folder);
      findings.add(
          new Finding(
              path,
              line,
              "not YAML: " + context + e.getProblem(),
              "check the indentation, and quote texts with special characters"));
    } catch (YamlEngineException | IOException e) {
      broken.add(folder);
      String reason =
          e instanceof IOException
              ? FileErrors.of(path.getFileName().toString(), e)
              : "Bellhop cannot read it: " + e.getMessage();
      findings.add(new Finding(path, 0, reason, ""));
    }
  }

  /** Of two equal names in one mapping only one would count. */
  private void twice(RouteFile file, YamlNode node) {
    Set<String> names = new HashSet<>();
    for (YamlNode.Field field : node.fields()) {
      if (!names.add(field.name())) {
        findings.add(
            file.finding(field.line(), field.name() + " stands here twice", "leave one out"));
      }
      twice(file, field.value());
    }
    node.items().forEach(item -> twice(file, item));
  }
}
