package io.bellhop.tool.check;

import io.bellhop.routes.jslt.MappingBranches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which branches inside mappings no fixture takes. */
final class BranchesOfMappings {
  private final Map<String, Path> files;
  private final List<RouteMappings.Mapping> written;
  private final List<MappingBranches.Branch> notTaken;

  BranchesOfMappings(Routes routes, MappingBranches branches) {
    this.files = new RouteMappings(routes).files();
    this.written = new RouteMappings(routes).all();
    this.notTaken = branches.notTaken();
  }

  List<String> notes(String provider) {
    List<String> notes = new ArrayList<>();
    for (MappingBranches.Branch branch : notTaken) {
      Path file = files.get(branch.mapping());
      if (file == null) {
        written.stream()
            .filter(mapping -> mapping.file().folder().equals(provider))
            .filter(mapping -> mapping.expression().text().equals(branch.mapping()))
            .map(mapping -> mapping.file().place(mapping.expression().line()))
            .forEach(place -> notes.add(place + ": " + branch.what()));
      } else if (branch.mapping().startsWith(provider + "/")) {
        notes.add(PathFormat.of(file) + ":" + branch.line() + ": " + branch.what());
      }
    }
    // One line may have several of a kind.
    return notes.stream().distinct().toList();
  }
}
