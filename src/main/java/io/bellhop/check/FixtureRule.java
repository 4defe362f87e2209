package io.bellhop.check;

import io.bellhop.fixture.FixtureFolder;
import io.bellhop.routes.RouteFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Providers have fixtures, and each fixture says what events it makes. */
final class FixtureRule {
  private final List<FixtureFolder> fixtures = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param providers folders of providers
   * @param jar where the fixtures of the jar are
   * @param written whether what events are made will be written by this run
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
                    + Shown.of(provider.resolve("fixtures/<event>.json"))
                    + " and run check --update"));
      }
    }
    fixtures.forEach(folder -> look(folder, written));
  }

  List<FixtureFolder> fixtures() {
    return fixtures;
  }

  List<Finding> findings() {
    return findings;
  }

  private static Optional<FixtureFolder> find(Path provider, Path jar) {
    String name = RouteFolders.name(provider);
    Path above = provider.toAbsolutePath().getParent().resolveSibling("fixtures");
    return List.of(provider.resolve("fixtures"), above.resolve(name), jar.resolve(name)).stream()
        .filter(Files::isDirectory)
        .map(folder -> new FixtureFolder(name, folder))
        .filter(folder -> !folder.events().isEmpty())
        .findFirst();
  }

  private void look(FixtureFolder folder, boolean written) {
    for (String event : folder.events()) {
      if (!written && !Files.exists(folder.expected(event))) {
        findings.add(
            new Finding(
                folder.body(event),
                0,
                "there is no " + folder.expected(event).getFileName() + " beside it",
                "run check --update and read what it writes"));
      }
    }
    for (Path file : folder.orphans()) {
      findings.add(new Finding(file, 0, "there is no fixture of this name", "add or delete"));
    }
  }
}
