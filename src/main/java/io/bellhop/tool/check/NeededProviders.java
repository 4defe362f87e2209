package io.bellhop.tool.check;

import io.bellhop.routes.ProviderRoutes;
import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteSources;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the providers that a check of a folder must load: the folder's own, and those that its
 * files may use. To load all providers of the jar would take longer than to run most folders'
 * fixtures.
 */
final class NeededProviders {
  private final Map<String, Collection<String>> texts = new LinkedHashMap<>();
  private final Set<String> needed = new TreeSet<>();

  private NeededProviders(RouteSources sources) {
    sources
        .folders()
        .forEach((folder, files) -> texts.put(RouteFolders.name(folder), files.values()));
    texts.remove(RouteFolders.SHARED);
  }

  static Set<String> of(CheckTarget target) {
    RouteFolders folders = target.folders();
    NeededProviders all = new NeededProviders(folders.requireTexts());
    // Java routes do not show which providers they use.
    if (ServiceLoader.load(ProviderRoutes.class).findFirst().isPresent()) {
      return all.texts.keySet();
    }
    folders.folders().stream()
        .filter(target::covers)
        .map(RouteFolders::name)
        .filter(all.texts::containsKey)
        .forEach(all::add);
    return all.needed;
  }

  /**
   * A folder uses another provider's routes and mappings by names that begin with the provider's.
   */
  private void add(String provider) {
    if (needed.add(provider)) {
      texts.keySet().stream()
          .filter(other -> texts.get(provider).stream().anyMatch(text -> text.contains(other)))
          .forEach(this::add);
    }
  }
}
