package io.bellhop.tool.check;

import io.bellhop.routes.RouteFolders;
import io.bellhop.routes.RouteSources;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
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
    NeededProviders all = new NeededProviders(target.folders().requireTexts());
    if (StaticCheck.hasJavaRoutes()) {
      return all.texts.keySet();
    }
    target.providers().stream().map(RouteFolders::name).forEach(all::add);
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
