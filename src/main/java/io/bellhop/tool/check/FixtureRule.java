package io.bellhop.tool.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bellhop.routes.RouteFolders;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.FixtureJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Providers have fixtures, and each fixture has its expected events. */
final class FixtureRule {
  /** The kinds of fixtures other than webhooks. */
  private static final List<String> PARTS = List.of("sync", "register");

  private static final Map<String, String> FAULTS =
      Map.of(
          "refused", "refuses a record",
          "unreachable", "does not answer",
          "late", "has the record a moment later");

  private final List<FixtureFolder> fixtures = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param providers folders of providers
   * @param jar where the fixtures of the jar are
   * @param written whether this run writes the expected events
   */
  FixtureRule(List<Path> providers, Path jar, boolean written) {
    for (Path provider : providers) {
      Optional<FixtureFolder> found = find(provider, jar);
      found.ifPresent(fixtures::add);
      if (found.isEmpty()) {
        findings.add(
            new Finding(
                provider,
                0,
                "the provider has no fixtures",
                "put the body of a webhook into "
                    + PathFormat.of(provider.resolve("fixtures/<event>.json"))
                    + " and run check --update"));
      }
    }
    fixtures.forEach(folder -> look(folder, written));
  }

  /** The number of bodies that a provider would send, or of pages of its lists if it sends none. */
  static long bodies(FixtureFolder folder) {
    return folder.events().isEmpty() ? folder.namesIn("sync").size() : folder.events().size();
  }

  List<FixtureFolder> fixtures() {
    return fixtures;
  }

  List<Finding> findings() {
    return findings;
  }

  /** The parts that no fixture tests yet: not faults, but places where faults hide. */
  List<String> hints(Routes routes) {
    List<String> hints = new ArrayList<>();
    for (FixtureFolder folder : fixtures) {
      List<String> untried = new ArrayList<>();
      if (makes(routes, folder, "bellhop-api") && !folder.events().isEmpty()) {
        Set<String> tried =
            folder.faults().stream().map(FixtureFolder.Fault::what).collect(Collectors.toSet());
        new TreeMap<>(FAULTS)
            .forEach(
                (what, text) -> {
                  if (!tried.contains(what)) {
                    untried.add("an API that " + text + " (<event>.api-" + what + ".json)");
                  }
                });
      }
      for (String part : PARTS) {
        if (makes(routes, folder, "bellhop-" + part) && folder.namesIn(part).isEmpty()) {
          untried.add("the route of bellhop-" + part + " (" + part + "/<name>.json)");
        }
      }
      if (!untried.isEmpty()) {
        hints.add(
            PathFormat.of(folder.folder()) + ": no fixture tries " + String.join(", ", untried));
      }
    }
    return hints;
  }

  private static boolean makes(Routes routes, FixtureFolder folder, String template) {
    return routes.templatedRoutes().stream()
        .anyMatch(
            use ->
                use.file().folder().equals(folder.provider()) && use.template().equals(template));
  }

  private static Optional<FixtureFolder> find(Path provider, Path jar) {
    String name = RouteFolders.name(provider);
    Path above = provider.toAbsolutePath().getParent().resolveSibling("fixtures");
    return List.of(provider.resolve("fixtures"), above.resolve(name), jar.resolve(name)).stream()
        .filter(Files::isDirectory)
        .map(folder -> new FixtureFolder(name, folder))
        // A provider without webhooks only has lists.
        .filter(folder -> !folder.events().isEmpty() || !folder.namesIn("sync").isEmpty())
        .findFirst();
  }

  /** Otherwise the missing answer would only show as a dead message that does not name the file. */
  private static Optional<Finding> unreadable(Path file) {
    try {
      FixtureJson.parse(Files.readAllBytes(file));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      int line =
          e.getCause() instanceof JsonProcessingException json && json.getLocation() != null
              ? json.getLocation().getLineNr()
              : 0;
      return Optional.of(new Finding(file, line, "the answer of the API is not JSON", ""));
    }
  }

  private void look(FixtureFolder folder, boolean written) {
    List<String> names = new ArrayList<>(folder.events());
    folder.faults().forEach(fault -> names.add(fault.name()));
    PARTS.forEach(part -> folder.namesIn(part).forEach(name -> names.add(part + "/" + name)));
    for (String name : names) {
      if (!written && !Files.exists(folder.expected(name))) {
        findings.add(
            new Finding(
                folder.body(name),
                0,
                "there is no " + folder.expected(name).getFileName() + " beside it",
                "run check --update and read what it writes"));
      }
    }
    folder.answers().forEach(file -> unreadable(file).ifPresent(findings::add));
    for (Path file : folder.orphans()) {
      findings.add(new Finding(file, 0, "there is no fixture of this name", "add or delete"));
    }
  }
}
