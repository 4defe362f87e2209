package io.bellhop.tool.check;

import io.bellhop.routes.jslt.MappingBranches;
import io.bellhop.tool.fixture.FixtureFolder;
import io.bellhop.tool.fixture.ProviderFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/**
 * The cases that the fixtures of a folder leave untested, and the fields that its mappings ignore:
 * not faults, but an author should check them.
 */
final class CoverageNotes {
  private static final int MOST_NAMED = 12;

  private final UnreadFields reads = new UnreadFields();
  private final Map<String, RecordFields> records = new TreeMap<>();

  /** Watches the mappings at work. */
  UnreadFields reads() {
    return reads;
  }

  /** The fields of the provider's records. */
  RecordFields records(FixtureFolder folder) {
    return records.computeIfAbsent(folder.provider(), name -> new RecordFields());
  }

  List<String> of(CheckHub stage, Routes routes, CamelContext context, List<FixtureFolder> played) {
    List<String> notes = new ArrayList<>();
    RouteMappings mappings = new RouteMappings(routes);
    for (FixtureFolder folder : played) {
      notes.addAll(
          new RouteBranches(context)
              .unwalked(routes, file -> file.folder().equals(folder.provider())));
      notes.addAll(KeyAlternatives.unwalked(routes, folder));
      notes.addAll(branches(mappings, folder.provider()));
      String place = PathFormat.of(folder.folder());
      unread(folder, stage.provider(folder))
          .forEach(
              (event, fields) ->
                  notes.add(place + ": no mapping reads " + few(fields) + " of " + event));
      records(folder)
          .lacking()
          .forEach(
              (type, fields) ->
                  notes.add(place + ": no " + type + " of a fixture has " + few(fields)));
    }
    return notes;
  }

  /** The branches inside mappings that no fixture takes. */
  private List<String> branches(RouteMappings mappings, String provider) {
    Map<String, Path> files = mappings.files();
    List<RouteMappings.Mapping> written = mappings.all();
    List<String> notes = new ArrayList<>();
    for (MappingBranches.Branch branch : reads.branches().notTaken()) {
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

  /** Without the fields that the listener itself reads. */
  private Map<String, Set<String>> unread(FixtureFolder folder, ProviderFolder provider) {
    Set<String> keys = new TreeSet<>();
    if (!folder.events().isEmpty()) {
      for (String parameter : provider.ingest().values()) {
        for (String part : parameter.split("[| ]+")) {
          keys.add(part.replaceFirst("^\\$\\.", "").replaceAll("\\[[0-9]+]", "[]"));
        }
      }
    }
    Map<String, Set<String>> unread = new TreeMap<>();
    // One note is enough for a field of several events.
    Set<String> said = new TreeSet<>(keys);
    reads
        .unread(folder.provider())
        .forEach(
            (event, fields) -> {
              Set<String> left = new TreeSet<>(fields);
              left.removeAll(said);
              said.addAll(left);
              if (!left.isEmpty()) {
                unread.put(event, left);
              }
            });
    return unread;
  }

  private static String few(Set<String> names) {
    List<String> all = List.copyOf(new TreeSet<>(names));
    String named = String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())));
    return all.size() <= MOST_NAMED ? named : named + " and " + (all.size() - MOST_NAMED) + " more";
  }
}
